import { systemProblem } from "./system-error";
import { UsageError } from "./usage-error";

/** What the user does about an error of AWS, by its name. Each service has its own names for the same fault. */
const ADVICE: readonly (readonly [names: RegExp, advice: string])[] = [
  [/^(CredentialsProviderError|TokenProviderError)$/, "sign in to account ACCOUNT first"],
  [/Expired/, "the credentials have expired; sign in to account ACCOUNT again"],
  [
    /^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|AuthFailure|IncompleteSignature)/,
    "the credentials are not valid; sign in to account ACCOUNT again",
  ],
  [/^(AccessDenied|UnauthorizedOperation|Client\.UnauthorizedOperation)/, "use a role that allows this request"],
  [/Throttl|RequestLimitExceeded|TooManyRequests/, "run the command again in a minute"],
  [/^(ResourceNotFound|NotFound)/, "deploy the stack of this resource first"],
];

/** Names of the errors of the SDK itself, which has not reached AWS. */
const FROM_SDK = /^(CredentialsProviderError|TokenProviderError)$/;

/**
 * An error of an AWS request in one line, with what to do. Its exit code is 2, because the input is correct.
 *
 * @param accountId account of the environment, for the message
 * @returns the error itself if it does not come from AWS, because it is a bug
 */
export function awsProblem(error: unknown, accountId: string): unknown {
  if (error instanceof UsageError || !(error instanceof Error)) {
    return error;
  }
  const system = systemProblem(error);
  if (system) {
    return new UsageError(`AWS must answer: ${system.message}`, 2);
  }
  const { name, message } = error;
  if (name === "TimeoutError") {
    return new UsageError(`AWS must answer in time, got ${oneLine(message)}; check the network`, 2);
  }
  // The SDK adds these fields to the errors of a service, and to an answer that it cannot read.
  if (!(FROM_SDK.test(name) || "$metadata" in error || "$response" in error)) {
    return error;
  }
  const advice = ADVICE.find(([names]) => names.test(name))?.[1] ?? "check the permissions of your role";
  return new UsageError(
    `AWS must accept the request, got ${describeAwsError(error)}; ${advice.replace("ACCOUNT", accountId)}`,
    2,
  );
}

/** Name and message of an error on one line. */
export function describeAwsError(error: unknown): string {
  const { name, message } = error as Error;
  return `${oneLine(name)}: ${oneLine(message)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim() || "no reason";
}
