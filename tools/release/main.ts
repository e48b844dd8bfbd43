import { setTimeout as wait } from "node:timers/promises";
import { awsError } from "../shared/aws-error";
import { configuredEnvironments } from "../shared/environment";
import { runCommand, UsageError } from "../shared/usage-error";
import { awsRegion } from "./aws-region";
import { releaseOptions } from "./options";
import { regionPrefix } from "./region-prefix";
import { release } from "./release";

/** `npm run release`: gives callers the newest versions of an environment's functions, region after region. */
async function main(): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interrupted.abort());
  }
  const options = releaseOptions(process.argv.slice(2), configuredEnvironments());
  const regions = options.regions.map((region) => awsRegion(region, regionPrefix(options.environment, region)));
  await release(regions, options, {
    sleep: (seconds) => sleepUntil(interrupted.signal, seconds),
    pause: (seconds) => wait(seconds * 1000),
    say: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  }).catch(awsError);
}

/** @throws UsageError when the signal is aborted */
async function sleepUntil(signal: AbortSignal, seconds: number): Promise<void> {
  try {
    await wait(seconds * 1000, undefined, { signal });
  } catch {
    throw new UsageError("the release was interrupted");
  }
}

void runCommand(main);
