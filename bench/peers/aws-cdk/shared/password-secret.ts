import type { IKey } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";

/** A secret with a user's name and a generated password. */
export class PasswordSecret extends Secret {
  constructor(scope: Construct, prefix: string, username: string, encryptionKey: IKey) {
    super(scope, `${username}-secret`, {
      secretName: `${prefix}-${username}`,
      encryptionKey,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username }),
        generateStringKey: "password",
        excludeCharacters: "/@\" '",
      },
    });
  }
}
