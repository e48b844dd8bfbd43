import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { unzipSync } from "fflate";

export interface LocalFunctionOptions {
  readonly name: string;
  /** The archive that would be uploaded. */
  readonly archive: string;
  /** Lambda's `handler`. @default "handler.handler" */
  readonly handler?: string;
  /** The function's environment, and nothing else: this process's own is not seen. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Lambda's `timeout`, by the clock of the function's own thread: a machine that is busy elsewhere delays the limit with
   * what it limits. @default 15
   */
  readonly timeoutSeconds?: number;
  /** Sees every line that the function logs. @default nobody */
  readonly onLog?: (line: string) => void;
}

/** The function threw. Its name and message are the function's own. */
class FunctionError extends Error {
  override readonly name = "FunctionError";
}

interface Reply {
  readonly id: string;
  readonly result?: unknown;
  readonly error?: string;
}

/** Beyond its timeout a function that answers nothing at all has blocked its thread, and the limit with it. */
const BLOCKED_MS = 10_000;

/**
 * Loads one bundle the way Lambda's runtime does, and answers messages with what its handler returns. The limit begins when
 * the handler first waits: of two timers in one thread the one that is due first ends first, however late both are.
 */
const RUNTIME = `
const { parentPort, workerData } = require("node:worker_threads");
const { Module } = require("node:module");
const bundle = new Module("/var/task/" + workerData.file);
bundle._compile(workerData.source, bundle.id);
parentPort.on("message", async ({ id, event, context }) => {
  let timer;
  try {
    const answer = bundle.exports[workerData.entry](event, context);
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("Task timed out")), workerData.timeoutMs);
    });
    parentPort.postMessage({ id, result: await Promise.race([answer, limit]) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error && error.message) });
  } finally {
    clearTimeout(timer);
  }
});
`;

/** One execution environment of a Lambda function: its bundle in a thread of its own, with its own variables. */
export class LocalFunction {
  private readonly name: string;
  private readonly timeoutMs: number;
  private readonly worker: Worker;
  private readonly waiting = new Map<string, (reply: Reply) => void>();
  /** Why the thread has ended, once it has. */
  private ended: string | undefined;

  constructor(options: LocalFunctionOptions) {
    const { name, archive, handler = "handler.handler", environment, timeoutSeconds = 15, onLog } = options;
    const [module = "", entry = ""] = handler.split(".");
    const file = `${module}.js`;
    const source = unzipSync(readFileSync(archive))[file];
    if (!source) {
      throw new Error(`archive of ${name} must hold ${file}`);
    }
    this.name = name;
    this.timeoutMs = timeoutSeconds * 1000;
    this.worker = new Worker(RUNTIME, {
      eval: true,
      env: { AWS_LAMBDA_FUNCTION_NAME: name, ...environment },
      workerData: { source: Buffer.from(source).toString(), file, entry, timeoutMs: this.timeoutMs },
      stdout: true,
    });
    this.worker.stdout.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n").filter(Boolean)) {
        onLog?.(line);
      }
    });
    this.worker.on("message", (reply: Reply) => this.waiting.get(reply.id)?.(reply));
    this.worker.on("error", (error) => this.end(String(error)));
    this.worker.on("exit", (code) => this.end(`Runtime exited with ${code}`));
  }

  /** Runs the handler. @throws FunctionError when it throws, takes longer than its timeout, or its thread has ended */
  async invoke(event: unknown): Promise<unknown> {
    if (this.ended !== undefined) {
      throw new FunctionError(this.ended);
    }
    const id = randomUUID();
    const context = { awsRequestId: id, functionName: this.name };
    const reply = await new Promise<Reply>((resolve) => {
      const blocked = setTimeout(() => resolve({ id, error: "Task timed out" }), this.timeoutMs + BLOCKED_MS);
      this.waiting.set(id, (answer) => {
        clearTimeout(blocked);
        resolve(answer);
      });
      this.worker.postMessage({ id, event, context });
    });
    this.waiting.delete(id);
    if (reply.error !== undefined) {
      throw new FunctionError(reply.error);
    }
    return reply.result;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  /** Nothing will be answered any more. Only the first reason says why. */
  private end(reason: string): void {
    this.ended ??= reason;
    for (const [id, settle] of this.waiting) {
      settle({ id, error: this.ended });
    }
  }
}
