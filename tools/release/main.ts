import { setTimeout as wait } from "node:timers/promises";
import { configuredEnvironments } from "../shared/environment";
import { runCommand, UsageError } from "../shared/usage-error";
import { awsRegion } from "./aws-region";
import { releaseOptions } from "./options";
import { release } from "./release";

/** `npm run release`: gives callers the newest versions of an environment's functions, region after region. */
async function main(): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interrupted.abort());
  }
  const options = releaseOptions(process.argv.slice(2), configuredEnvironments());
  const { name, project } = options.environment;
  // As in stacks/active-active/region-stack.ts.
  const regions = options.regions.map((region) => awsRegion(region, `${project}-${name}-items-${region}-`));
  await release(regions, options, {
    sleep: (seconds) => sleepUntil(interrupted.signal, seconds),
    pause: (seconds) => wait(seconds * 1000),
    say: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  }).catch(asUsageError);
}

/** @throws UsageError when the signal is aborted */
async function sleepUntil(signal: AbortSignal, seconds: number): Promise<void> {
  try {
    await wait(seconds * 1000, undefined, { signal });
  } catch {
    throw new UsageError("the release was interrupted");
  }
}

/** Errors of AWS are for the operator: credentials, permissions, throttling. */
function asUsageError(error: Error & { $metadata?: unknown }): never {
  const isFromAws = error.$metadata !== undefined || error.name === "CredentialsProviderError";
  throw isFromAws ? new UsageError(`${error.name}: ${error.message}`) : error;
}

void runCommand(main);
