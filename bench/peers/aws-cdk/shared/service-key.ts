import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** A key of a stack: rotated, named, and usable by the services that write with it. */
export class ServiceKey extends Key {
  constructor(scope: Construct, id: string, name: string, services: readonly string[]) {
    super(scope, id, { alias: name, description: `Encrypts what ${name} holds`, enableKeyRotation: true });
    for (const service of services) {
      this.grantEncryptDecrypt(new ServicePrincipal(`${service}.amazonaws.com`));
    }
  }
}
