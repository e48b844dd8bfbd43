import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { LoggableError } from "../shared/loggable-error";
import type { Secrets } from "./rotation";

/**
 * RDS accepts 8 to 41 characters for its master user, without `/`, `@` and `"` (API reference, CreateDBInstance). The
 * space is excluded too, because few clients expect one.
 */
const PASSWORD = { PasswordLength: 32, ExcludeCharacters: `/@" `, RequireEachIncludedType: true };

/** Time limits in milliseconds. The endpoint is in the VPC and answers in less than 100 ms. Three attempts fit the timeout. */
const client = new SecretsManagerClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
});

/** Secrets Manager. Requests are aborted when the invocation runs out of time. */
export function secretsManager(abortSignal: AbortSignal): Secrets {
  const options = { abortSignal };
  return {
    async stages(SecretId) {
      const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }), options);
      return new Map(Object.entries(VersionIdsToStages));
    },
    async read(SecretId, version) {
      const which = "id" in version ? { VersionId: version.id } : { VersionStage: version.stage };
      try {
        return (await client.send(new GetSecretValueCommand({ SecretId, ...which }), options)).SecretString;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) {
          return undefined;
        }
        throw error;
      }
    },
    async putPending(SecretId, ClientRequestToken, SecretString) {
      const version = { SecretId, ClientRequestToken, SecretString, VersionStages: ["AWSPENDING"] };
      try {
        await client.send(new PutSecretValueCommand(version), options);
      } catch (error) {
        // The version has another value, which a parallel invocation has written.
        if (!(error instanceof ResourceExistsException)) {
          throw error;
        }
      }
    },
    async makeCurrent(SecretId, MoveToVersionId, RemoveFromVersionId) {
      const move = { SecretId, VersionStage: "AWSCURRENT", MoveToVersionId, RemoveFromVersionId };
      await client.send(new UpdateSecretVersionStageCommand(move), options);
    },
    async randomPassword() {
      const { RandomPassword } = await client.send(new GetRandomPasswordCommand(PASSWORD), options);
      if (!RandomPassword) {
        throw new LoggableError("Secrets Manager must return a random password");
      }
      return RandomPassword;
    },
  };
}
