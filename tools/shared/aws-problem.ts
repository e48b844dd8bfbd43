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
];

/** An error of an AWS request in one line, with what to do. Its exit code is 2, because the input is correct. */
export function awsProblem(error: unknown, accountId: string): UsageError {
  if (error instanceof UsageError) {
    return error;
  }
  const system = systemProblem(error);
  if (system) {
    return new UsageError(`AWS must answer: ${system.message}`, 2);
  }
  const { name, message } = error as Error;
  if (name === "TimeoutError") {
    return new UsageError(`AWS must answer in time, got ${oneLine(message)}; check the network`, 2);
  }
  const advice = ADVICE.find(([names]) => names.test(name))?.[1] ?? "check the permissions of your role";
  return new UsageError(
    `AWS must accept the request, got ${name}: ${oneLine(message)}; ${advice.replace("ACCOUNT", accountId)}`,
    2,
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim() || "no reason";
}
