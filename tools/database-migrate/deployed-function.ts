import { GetFunctionConfigurationCommand, InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { MigrationEvent, MigrationResult } from "../../lambdas/database-migrations/event";
import { awsProblem, describeAwsError } from "../shared/aws-problem";
import { UsageError } from "../shared/usage-error";
import { migrationResult } from "./result";

/** A deployed function that applies migrations. */
export interface DeployedFunction {
  /** Name of the function, e.g. `project-x-dev-aurora-migrations`. */
  readonly name: string;
  /** Stack that deploys it. */
  readonly stack: string;
  /** Account of the environment, for messages. */
  readonly accountId: string;
}

const STILL_RUNNING = "the function may still run on AWS, for at most 15 minutes; wait, then see the state with --plan";

/**
 * SHA-256 of the migrations in the deployed function. The stack writes it to the function's description.
 *
 * @returns undefined when the description contains none
 * @throws UsageError when the function is not deployed
 */
export async function deployedChecksum(
  client: LambdaClient,
  { name, stack, accountId }: DeployedFunction,
): Promise<string | undefined> {
  try {
    const { Description = "" } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    return /\b[0-9a-f]{64}\b/.exec(Description)?.[0];
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") {
      throw new UsageError(`the function ${name} must be deployed, got none; deploy the stack ${stack}`);
    }
    throw awsProblem(error, accountId);
  }
}

/**
 * Invokes the function once and waits for its end.
 *
 * @param client sends a request once only, and waits longer than the function's timeout of 900 s
 * @param interrupted aborted when the user interrupts the command
 * @throws UsageError with the message of the function, or with the error of AWS
 */
export async function invokeMigrations(
  client: LambdaClient,
  { name, accountId }: DeployedFunction,
  event: MigrationEvent,
  interrupted: AbortSignal,
): Promise<MigrationResult> {
  const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) });
  const { FunctionError, Payload } = await client.send(command, { abortSignal: interrupted }).catch((error: Error) => {
    throw invocationProblem(error, accountId, interrupted);
  });
  const payload = Payload ? Buffer.from(Payload).toString("utf8") : "";
  if (FunctionError !== undefined) {
    throw new UsageError(functionProblem(payload));
  }
  return migrationResult(payload);
}

function invocationProblem(error: Error, accountId: string, interrupted: AbortSignal): unknown {
  if (interrupted.aborted) {
    return new UsageError(`the command was interrupted; ${STILL_RUNNING}`);
  }
  if (error.name === "TooManyRequestsException") {
    return new UsageError(
      `Lambda must accept the invocation, got ${describeAwsError(error)}; run the command again in a minute`,
      2,
    );
  }
  // The function does not run. After an error 500, it may.
  if (isRejected(error) || error.name === "CredentialsProviderError" || isRefused(error)) {
    return awsProblem(error, accountId);
  }
  return new UsageError(`the function must answer, got ${describeAwsError(error)}; ${STILL_RUNNING}`, 2);
}

function isRejected(error: Error): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return ($metadata?.httpStatusCode ?? 500) < 500;
}

/** No connection was opened. */
function isRefused(error: Error): boolean {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b|without establishing a connection/.test(
    `${code} ${message}`,
  );
}

/** The message of an error that the function, or Lambda on its behalf, reports. */
function functionProblem(payload: string): string {
  const { errorType = "", errorMessage: message } = parsed(payload);
  const errorMessage = `${message ?? ""}`.replace(/\s+/g, " ").trim();
  if (/timed? ?out/i.test(errorType) || /Task timed out after/.test(errorMessage)) {
    return (
      `the migrations must end within the function's timeout, got ${JSON.stringify(errorMessage)}; ` +
      'run the statement by hand, see "Long statements" in docs/aurora-api-schema.md'
    );
  }
  if (errorType.startsWith("Runtime.")) {
    return `the function must run to its end, got ${errorType}: ${errorMessage}; read its log, and see the state with --plan`;
  }
  return errorMessage
    ? withOptions(errorMessage)
    : `the function must report its error, got ${JSON.stringify(payload.slice(0, 80))}; read its log`;
}

/** The message with the options of this command in place of events. */
function withOptions(message: string): string {
  return message
    .replace(/\binvoke with (?=\{")/, "run again with ")
    .replaceAll(/\{"repeat":"([^"]+)"\}/g, "--repeat $1")
    .replaceAll(/\{"continueAfter":"([^"]+)"\}/g, "--continue-after $1")
    .replace(/^repeat of the event (.*); invoke without it$/, "--repeat $1; run again without it")
    .replace(/^continueAfter of the event (.*); invoke without it$/, "--continue-after $1; run again without it");
}

function parsed(payload: string): { readonly errorType?: string; readonly errorMessage?: string } {
  try {
    return JSON.parse(payload) ?? {};
  } catch {
    return {};
  }
}
