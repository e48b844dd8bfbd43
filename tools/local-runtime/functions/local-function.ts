import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type FunctionBundle, readBundle } from "./function-bundle";
import { FunctionError } from "./function-error";
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
  /** Called with every line that the function writes to its error output. @default they go to this process's error output */
  readonly onErrorLine?: (line: string) => void;
  /** The code, if it has been read. @default it is read from `archive` */
  readonly bundle?: FunctionBundle;
  /** Lambda's `memory_size` in MiB, the limit of the heap and the buffers. @default Node's limit of the heap */
  readonly memoryMiB?: number;
  /** Seconds after the timeout until a function counts as blocked, because its thread cannot measure the timeout. @default 600 */
  readonly blockedAfterSeconds?: number;
  /** Called once when the execution has ended, with the reason. @default nothing */
  readonly onEnd?: (reason: string) => void;
}

/** A message to the thread: an event for the handler, or time to add to the clock. */
type Request = { readonly id: string } & (
  | { readonly event: unknown; readonly context: object }
  | { readonly pass: number }
);

interface Reply {
  /** Undefined for log lines without a reply. */
  readonly id?: string;
  readonly result?: unknown;
  readonly error?: string;
  readonly timedOut?: boolean;
  /** Text for the standard output since the previous message. */
  readonly written?: string;
}

/** Bytes of a MiB. */
const MIB = 1024 * 1024;

/** Space for new objects of an execution in MiB. Under load, each execution would fill the 48 that are the default of a thread. */
const YOUNG_MIB = 4;

/** Milliseconds per turn of both threads. The shortest limit of a function is many turns. */
const TURN_MS = 5;

/** One execution environment of a Lambda function: its bundle in a separate thread with its own environment variables. */
export class LocalFunction {
  private readonly name: string;
  private readonly timeoutMs: number;
  private readonly blockedMs: number;
  private readonly onEnd: (reason: string) => void;
  private readonly worker: Worker;
  private readonly waiting = new Map<string, (reply: Reply) => void>();
  /** Reason why the thread has ended, or undefined while it runs. */
  private ended: string | undefined;

  constructor(options: LocalFunctionOptions) {
    const { name, archive, handler = "handler.handler", environment, timeoutSeconds = 15, onLog } = options;
    const { time = "machine", now, memoryMiB, onErrorLine, blockedAfterSeconds = 600, onEnd = () => {} } = options;
    const fakeTimers = time === "turns" ? require.resolve("@sinonjs/fake-timers") : undefined;
    const bundle = options.bundle ?? readBundle(name, archive, handler);
    this.name = name;
    this.timeoutMs = timeoutSeconds * 1000;
    this.blockedMs = blockedAfterSeconds * 1000;
    this.onEnd = onEnd;
    const memoryBytes = memoryMiB === undefined ? undefined : memoryMiB * MIB;
    this.worker = new Worker(RUNTIME, {
      eval: true,
      env: { AWS_LAMBDA_FUNCTION_NAME: name, ...environment },
      workerData: { ...bundle, timeoutMs: this.timeoutMs, now, fakeTimers, memoryBytes },
      stdout: true,
      stderr: onErrorLine !== undefined,
      ...(memoryMiB === undefined
        ? {}
        : { resourceLimits: { maxOldGenerationSizeMb: memoryMiB, maxYoungGenerationSizeMb: YOUNG_MIB } }),
    });
    if (onErrorLine) {
      this.worker.stderr.setEncoding("utf8").on("data", (text: string) => passLines(text, onErrorLine));
    }
    this.worker.on("message", (reply: Reply) => {
      passLines(reply.written ?? "", onLog);
      this.waiting.get(reply.id ?? "")?.(reply);
    });
    this.worker.on("error", (error) => this.end(causeOf(error)));
    this.worker.on("exit", (code) => this.end(`Runtime exited with ${code}`));
    if (time === "turns") {
      void this.passTime();
    }
  }

  /** Runs the handler. @throws FunctionError when it throws, takes longer than its timeout, or its thread has ended */
  async invoke(event: unknown): Promise<unknown> {
    if (this.ended !== undefined) {
      throw new FunctionError("exit", this.ended);
    }
    const id = randomUUID();
    const context = { awsRequestId: id, functionName: this.name };
    const blocked = setTimeout(
      () => this.waiting.get(id)?.({ id, error: "Task timed out", timedOut: true }),
      this.timeoutMs + this.blockedMs,
    );
    const reply = await this.ask({ id, event, context });
    clearTimeout(blocked);
    if (reply.error !== undefined) {
      const fault = reply.timedOut ? "timeout" : "handler";
      throw new FunctionError(reply.error === this.ended ? "exit" : fault, reply.error);
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
    if (this.ended === undefined) {
      this.ended = reason;
      this.onEnd(reason);
    }
    for (const [id, settle] of this.waiting) {
      settle({ id, error: this.ended });
    }
  }
}

/** Lambda's message when a function exceeds its memory, or the message of another error. */
function causeOf(error: Error & { readonly code?: string }): string {
  return error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "Runtime exited with error: signal: killed" : String(error);
}

function passLines(text: string, onLine: ((line: string) => void) | undefined): void {
  for (const line of onLine ? text.split("\n").filter(Boolean) : []) {
    onLine?.(line);
  }
}
