import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export interface RunOptions {
  readonly cwd?: string;
  /** Laid over this process's environment. A value of `undefined` removes the variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** After this many seconds the program is ended and the run counts as failed. @default 600 */
  readonly timeoutSeconds?: number;
  /** Receives every line of standard output and standard error. @default not called */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  /** Exit code; 124 after a time-out, as with timeout(1). */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Seconds between SIGINT and SIGKILL for a program that reached its time limit. */
const GRACE_SECONDS = 10;

/** Runs a program to its end, or to its time limit. Never rejects for a non-zero exit code. */
export function runProgram(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd, env = {}, timeoutSeconds = 600, onLine } = options;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGKILL"), GRACE_SECONDS * 1000).unref();
    }, timeoutSeconds * 1000);
    const stdout = collect(child.stdout, onLine);
    const stderr = collect(child.stderr, onLine);
    child.once("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(limit);
      const seconds = (performance.now() - started) / 1000;
      resolve({ code: timedOut ? 124 : (code ?? 1), stdout: stdout(), stderr: stderr(), seconds });
    });
  });
}

/** Absolute path of a program on PATH, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function collect(stream: NodeJS.ReadableStream, onLine?: (line: string) => void): () => string {
  const chunks: string[] = [];
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    chunks.push(chunk);
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      onLine?.(line);
    }
  });
  stream.on("end", () => {
    if (rest) {
      onLine?.(rest);
    }
  });
  return () => chunks.join("");
}
