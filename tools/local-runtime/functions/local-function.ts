import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { unzipSync } from "fflate";
import { RUNTIME } from "./function-runtime";

export interface LocalFunctionOptions {
  /** Name of the function. */
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
  /**
   * Clock of the function's timers and of `performance.now()`. `turns` counts turns of the event loops: five milliseconds pass when
   * this thread and the function's thread have both finished their pending work, and never faster than real time. A limit of
   * 1,000 ms then means the same on a busy machine. `AbortSignal.timeout` always uses real time.
   * @default "machine"
   */
  readonly time?: "machine" | "turns";
  /** Fixed value of the function's `Date`, in milliseconds since 1970. @default the real time */
  readonly now?: number;
  /** Called with every log line of the function. @default lines are discarded */
  readonly onLog?: (line: string) => void;
}

/** The handler threw an error. The message is the handler's. */
class FunctionError extends Error {
  override readonly name = "FunctionError";
}

/** A message to the thread: an event for the handler, or time to add to the clock. */
type Request = { readonly id: string } & (
  | { readonly event: unknown; readonly context: object }
  | { readonly pass: number }
);

interface Reply {
  readonly id: string;
  readonly result?: unknown;
  readonly error?: string;
}

/** Milliseconds after the timeout until a function counts as blocked, because its thread cannot measure the timeout. */
const BLOCKED_MS = 600_000;

/** Milliseconds per turn of both threads. The shortest limit of a function is many turns. */
const TURN_MS = 5;

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
    const { time = "machine", now } = options;
    const fakeTimers = time === "turns" ? require.resolve("@sinonjs/fake-timers") : undefined;
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
      workerData: { source: Buffer.from(source).toString(), file, entry, timeoutMs: this.timeoutMs, now, fakeTimers },
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
    if (time === "turns") {
      void this.passTime();
    }
  }

  /** Runs the handler. @throws FunctionError when it throws, takes longer than its timeout, or its thread has ended */
  async invoke(event: unknown): Promise<unknown> {
    if (this.ended !== undefined) {
      throw new FunctionError(this.ended);
    }
    const id = randomUUID();
    const context = { awsRequestId: id, functionName: this.name };
    const blocked = setTimeout(
      () => this.waiting.get(id)?.({ id, error: "Task timed out" }),
      this.timeoutMs + BLOCKED_MS,
    );
    const reply = await this.ask({ id, event, context });
    clearTimeout(blocked);
    if (reply.error !== undefined) {
      throw new FunctionError(reply.error);
    }
    return reply.result;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private async ask(message: Request): Promise<Reply> {
    const reply = await new Promise<Reply>((resolve) => {
      this.waiting.set(message.id, resolve);
      this.worker.postMessage(message);
    });
    this.waiting.delete(message.id);
    return reply;
  }

  private async passTime(): Promise<void> {
    while (this.ended === undefined) {
      await sleep(TURN_MS, undefined, { ref: false });
      await this.ask({ id: "turn", pass: TURN_MS });
    }
  }

  /** Fails all pending invocations. Keeps the first reason. */
  private end(reason: string): void {
    this.ended ??= reason;
    for (const [id, settle] of this.waiting) {
      settle({ id, error: this.ended });
    }
  }
}
