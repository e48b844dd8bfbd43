import { setTimeout as wait } from "node:timers/promises";
import { awsCli } from "../shared/aws-cli";
import { endsItself } from "../shared/interruption";
import { runCommand, UsageError } from "../shared/usage-error";
import { directConnect } from "./direct-connect";
import { drill } from "./drill";
import { drillOptions } from "./options";

/** `npm run drill:path`: runs a Direct Connect failure test and measures both switches of the path monitor. */
async function main(): Promise<void> {
  const options = drillOptions(process.argv.slice(2));
  const interrupted = endsItself();
  const { toVpn, back } = await drill(directConnect(options, awsCli), {
    now: Date.now,
    sleep: (seconds) =>
      wait(seconds * 1000, undefined, { signal: interrupted }).catch(() => {
        throw new UsageError("the drill was interrupted");
      }),
    say: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  });
  process.stdout.write(`to the VPN ${toVpn.toFixed(1)} s, back ${back.toFixed(1)} s\n`);
}

void runCommand(main);
