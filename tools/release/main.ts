import { setTimeout as wait } from "node:timers/promises";
import { askAws, refuseOtherAccount } from "../shared/ask-aws";
import { configuredEnvironments } from "../shared/environment";
import { endsItself } from "../shared/interruption";
import { runCommand, UsageError } from "../shared/usage-error";
import { awsRegion } from "./aws-region";
import { releaseOptions } from "./options";
import { regionPrefix } from "./region-prefix";
import { release } from "./release";

/** `npm run release`: gives callers the newest versions of an environment's functions, region after region. */
async function main(): Promise<void> {
  const options = releaseOptions(process.argv.slice(2), configuredEnvironments());
  const { accountId } = options.environment;
  const regions = options.regions.map((region) => awsRegion(region, regionPrefix(options.environment, region)));
  await refuseOtherAccount(accountId, options.regions[0] ?? options.environment.region);
  const interrupted = endsItself();
  await askAws(accountId, () =>
    release(regions, options, {
      sleep: (seconds) => sleepUntil(interrupted, seconds),
      pause: (seconds) => wait(seconds * 1000),
      say: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
    }),
  );
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
