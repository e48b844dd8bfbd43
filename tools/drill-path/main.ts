import { setTimeout as wait } from "node:timers/promises";
import { endsItself } from "../shared/interruption";
import { runProgram } from "../shared/program";
import { REPOSITORY_ROOT } from "../shared/repository";
import { runCommand, UsageError } from "../shared/usage-error";
import { type Aws, directConnect } from "./direct-connect";
import { drill } from "./drill";
import { drillOptions } from "./options";

/** `npm run drill:path`: runs a Direct Connect failure test and measures both switches of the path monitor. */
async function main(): Promise<void> {
  const options = drillOptions(process.argv.slice(2));
  const interrupted = endsItself();
  const { toVpn, back } = await drill(directConnect(options, cli), {
    now: Date.now,
    sleep: (seconds) =>
      wait(seconds * 1000, undefined, { signal: interrupted }).catch(() => {
        throw new UsageError("the drill was interrupted");
      }),
    say: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  });
  process.stdout.write(`to the VPN ${toVpn.toFixed(1)} s, back ${back.toFixed(1)} s\n`);
}

const cli: Aws = async (args) => {
  const { code, stdout, stderr } = await runProgram("aws", [...args], { cwd: REPOSITORY_ROOT, timeoutSeconds: 60 });
  if (code !== 0) {
    const reason = code === 124 ? "no answer within 60 s" : stderr.trim().split("\n").at(-1) || `exit code ${code}`;
    throw new UsageError(
      `aws ${args.slice(0, 2).join(" ")} must succeed, got ${reason}; check the credentials and the options`,
    );
  }
  return stdout;
};

void runCommand(main);
