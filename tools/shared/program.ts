import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { endWithCommand, interruptedWith } from "./interruption";
import { missingProgram } from "./missing-program";
import { UsageError } from "./usage-error";

export interface RunOptions {
  readonly cwd?: string;
  /** Environment variables, in addition to those of this process. A value of `undefined` removes the variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Time limit in seconds. At the limit, the program is ended and the run counts as failed. @default 600 */
  readonly timeoutSeconds?: number;
  /** Called with every line of standard output and standard error. @default lines are collected without a call */
  readonly onLine?: (line: string) => void;
  /** Largest output in MiB, standard output and standard error apart. A program that writes more is ended. @default 256 */
  readonly outputMiB?: number;
  /** Ends the program at once. The run counts as failed. @default only the time limit ends it */
  readonly signal?: AbortSignal;
  /** Text for the program's standard input. @default standard input is empty */
  readonly input?: string;
  /** True for a program that removes what an interrupted command leaves. @default no program starts after an interruption */
  readonly cleansUp?: true;
}

export interface RunResult {
  /** Exit code, or 124 after a timeout, like timeout(1). */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Seconds between SIGTERM and SIGKILL. */
const GRACE_SECONDS = 10;

/**
 * Runs a program until it ends, or until its time limit. A non-zero exit code does not reject the promise.
 *
 * @throws UsageError when the program or the folder does not exist, when it writes too much, or when the command was interrupted
 */
export function runProgram(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd, env = {}, timeoutSeconds = 600, onLine, outputMiB = 256, signal, input, cleansUp } = options;
  if (interruptedWith() !== undefined && !cleansUp) {
    return Promise.reject(new UsageError(`${file} must start before an interruption`));
  }
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    endWithCommand(child);
    // A program may close its input without reading it.
    child.stdin.on("error", () => undefined).end(input);
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGKILL"), GRACE_SECONDS * 1000).unref();
    }, timeoutSeconds * 1000);
    const kill = () => child.kill("SIGKILL");
    signal?.addEventListener("abort", kill, { once: true });
    if (signal?.aborted) {
      kill();
    }
    const onTooMuch = () => {
      clearTimeout(limit);
      child.kill("SIGKILL");
      reject(new UsageError(`${file} must write at most ${outputMiB} MiB, got more; it was ended`));
    };
    const output = { onLine, largest: outputMiB * 1024 * 1024, onTooMuch };
    const stdout = collect(child.stdout, output);
    const stderr = collect(child.stderr, output);
    child.once("error", (error) => {
      clearTimeout(limit);
      reject(startProblem(file, cwd, error));
    });
    child.once("close", (code) => {
      clearTimeout(limit);
      if (interruptedWith() !== undefined && !cleansUp) {
        // Its failure is only a consequence of the signal.
        reject(new UsageError(`${file} must run to its end, got an interruption`));
        return;
      }
      const seconds = (performance.now() - started) / 1000;
      resolve({ code: timedOut ? 124 : (code ?? 1), stdout: stdout(), stderr: stderr(), seconds });
    });
  });
}

/** Node reports a folder that does not exist as a program that does not exist. */
function startProblem(file: string, cwd: string | undefined, error: NodeJS.ErrnoException): Error {
  if (cwd !== undefined && !existsSync(cwd)) {
    return new UsageError(`the folder of ${file} must exist, got ${JSON.stringify(cwd)}`);
  }
  return error.code === "ENOENT" ? new UsageError(missingProgram(file), 2) : error;
}

/** Absolute path of a program on PATH, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // A folder may have the permission too.
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

interface OutputLimit {
  readonly onLine: ((line: string) => void) | undefined;
  /** Characters. */
  readonly largest: number;
  readonly onTooMuch: () => void;
}

function collect(stream: NodeJS.ReadableStream, { onLine, largest, onTooMuch }: OutputLimit): () => string {
  const chunks: string[] = [];
  let length = 0;
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    length += chunk.length;
    if (length > largest) {
      stream.removeAllListeners("data").resume();
      onTooMuch();
      return;
    }
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
