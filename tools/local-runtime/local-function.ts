import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { unzipSync } from "fflate";

export interface LocalFunctionOptions {
  readonly name: string;
  /** Path of the deployment package, a zip file. */
  readonly archive: string;
  /** Lambda's `handler`. @default "handler.handler" */
  readonly handler?: string;
  /** The function's environment variables. It does not see those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Lambda's `timeout` in seconds. The function's own thread measures it, so that a busy machine delays both the function and its
   * timeout. @default 15
   */
  readonly timeoutSeconds?: number;
  /** Called with every log line of the function. @default lines are discarded */
  readonly onLog?: (line: string) => void;
}

/** The handler threw an error. The message is the handler's. */
class FunctionError extends Error {
  override readonly name = "FunctionError";
}

interface Reply {
  readonly id: string;
  readonly result?: unknown;
  readonly error?: string;
}

/** Milliseconds after the timeout until a function counts as blocked: its thread can no longer measure the timeout. */
const BLOCKED_MS = 10_000;

/**
 * Loads one bundle like Lambda's runtime, and replies to messages with the handler's result. The timeout starts when the handler first
 * waits. Of two timers in one thread, the one that is due first always ends first.
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

/** One execution environment of a Lambda function: its bundle in a separate thread with its own environment variables. */
export class LocalFunction {
  private readonly name: string;
  private readonly timeoutMs: number;
  private readonly worker: Worker;
  private readonly waiting = new Map<string, (reply: Reply) => void>();
  /** Reason why the thread has ended, or undefined while it runs. */
  private ended: string | undefined;

  constructor(options: LocalFunctionOptions) {
    const { name, archive, handler = "handler.handler", environment, timeoutSeconds = 15, onLog } = options;
    const [module = "", entry = ""] = handler.split(".");
    const file = `${module}.js`;
    const source = unzipSync(readFileSync(archive))[file];
    if (!source) {
      throw new Error(`archive of ${name} must contain ${file}`);
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

  /** Fails all pending invocations. Keeps the first reason. */
  private end(reason: string): void {
    this.ended ??= reason;
    for (const [id, settle] of this.waiting) {
      settle({ id, error: this.ended });
    }
  }
}
