import { spawnSync } from "node:child_process";
import { scripts } from "../../package.json";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { PATIENCE_MS } from "./eventually";

/** A script of package.json, e.g. `plan:base`, or a program: `run-typescript.js main.ts`. */
export type Command = keyof typeof scripts | "run-typescript.js main.ts";

/** The arguments with which Node runs a script of package.json. */
export function nodeArguments(command: Command): string[] {
  const line = command === "run-typescript.js main.ts" ? `node ${command}` : scripts[command];
  const [program, ...args] = line.split(" ");
  expect(program).toBe("node");
  return args;
}

/** Variables that would change what a command does. */
export const NO_SETTINGS: Readonly<Record<string, string | undefined>> = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^(AWS|CDKTF|GITHUB|NODE|npm)_/.test(name))
    .map((name) => [name, undefined]),
);

/** Runs a command like npm, without a terminal. */
export function runCommandLine(
  command: Command,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArguments(command), ...args], {
    cwd: REPOSITORY_ROOT,
    encoding: "utf8",
    env: { ...process.env, ...NO_SETTINGS, ...env },
    // The reader of a command that waits for input would wait until the time limit.
    stdio: ["ignore", "pipe", "pipe"],
    timeout: PATIENCE_MS,
  });
  return { status, stdout, stderr };
}
