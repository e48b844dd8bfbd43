import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { UsageError } from "../shared/usage-error";

const login = z.object({ username: z.string().min(1), password: z.string().min(1) });

/**
 * The login of a database user, from its secret.
 *
 * @param stack stack of the secret, for the message
 * @throws UsageError when the secret does not exist, or when it contains no login. The message contains no value.
 */
export async function userSecret(
  secrets: SecretsManagerClient,
  { name, stack }: { readonly name: string; readonly stack: string },
): Promise<{ readonly username: string; readonly password: string }> {
  const { SecretString = "" } = await secrets.send(new GetSecretValueCommand({ SecretId: name })).catch((error) => {
    if (error.name === "ResourceNotFoundException") {
      throw new UsageError(`the secret ${name} must exist, got none; deploy the stack ${stack}`);
    }
    throw error;
  });
  const parsed = login.safeParse(parse(SecretString));
  if (!parsed.success) {
    throw new UsageError(`the secret ${name} must contain username and password, got other content; rotate the secret`);
  }
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
