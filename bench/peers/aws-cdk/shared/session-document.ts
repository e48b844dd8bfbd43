import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnDocument } from "aws-cdk-lib/aws-ssm";
import { Construct } from "constructs";

/** Session Manager's settings with an encrypted log of every session. */
export class SessionDocument extends Construct {
  constructor(scope: Construct, id: string, name: string, key: IKey) {
    super(scope, id);
    const log = new LogGroup(this, "log", {
      logGroupName: `/project-x/${name}`,
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
    });
    new CfnDocument(this, "Resource", {
      name,
      documentType: "Session",
      content: {
        schemaVersion: "1.0",
        sessionType: "Standard_Stream",
        inputs: {
          cloudWatchLogGroupName: log.logGroupName,
          cloudWatchEncryptionEnabled: true,
          kmsKeyId: key.keyId,
        },
      },
    });
  }
}
