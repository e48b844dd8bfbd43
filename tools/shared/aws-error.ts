import { UsageError } from "./usage-error";

/**
 * Turns an error of the AWS SDK into one line for the operator: credentials, permissions, throttling, network.
 *
 * @throws UsageError, or the error itself if it is a bug
 */
export function awsError(error: Error & { readonly $metadata?: unknown; readonly code?: unknown }): never {
  const isFromAws = error.$metadata !== undefined || error.name === "CredentialsProviderError";
  throw isFromAws || typeof error.code === "string" ? new UsageError(`${error.name}: ${error.message}`) : error;
}
