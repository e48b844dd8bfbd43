import { runProgram } from "../shared/program";
import { REPOSITORY_ROOT } from "../shared/repository";
import { runCommand } from "../shared/usage-error";
import { type Aws, drill } from "./drill";
import { readOptions } from "./options";

/** `npm run drill:path`: a Direct Connect failure test, and how long the path monitor takes there and back. */
async function main(): Promise<void> {
  const { toVpn, back } = await drill(readOptions(process.argv.slice(2)), {
    aws: cli,
    now: Date.now,
    sleep: (seconds) => new Promise((done) => setTimeout(done, seconds * 1000)),
    say: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  });
  process.stdout.write(`to the VPN ${toVpn.toFixed(1)} s, back ${back.toFixed(1)} s\n`);
}

const cli: Aws = async (args) => {
  const { code, stdout, stderr } = await runProgram("aws", [...args], { cwd: REPOSITORY_ROOT, timeoutSeconds: 60 });
  if (code !== 0) {
    throw new Error(`aws ${args.slice(0, 2).join(" ")}: ${stderr.trim()}`);
  }
  return stdout;
};

void runCommand(main);
