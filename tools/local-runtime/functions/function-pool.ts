import type { FunctionState } from "../control/runtime-state";
import type { BackendFunction } from "../model/backend";
import type { Execution } from "./execution";
import type { ExecutionLimit, LimitedPool } from "./execution-limit";
import { Executions } from "./executions";
import { type FunctionBundle, readBundle } from "./function-bundle";
import { FunctionError, type FunctionFault } from "./function-error";
import { LocalFunction } from "./local-function";

/** What happened to a function, for a timeline. */
export type FunctionEvent =
  | { readonly type: "cold-start" }
  | { readonly type: FunctionFault; readonly message: string };

export interface FunctionPoolOptions extends BackendFunction {
  /** Limit of this machine, for the functions of all regions. */
  readonly limit: ExecutionLimit;
  /** Milliseconds after which an idle execution ends. Lambda publishes no number. @default 60000 */
  readonly idleMs?: number;
  /** Seconds after the timeout until a blocked execution is ended from outside. @default 1 */
  readonly blockedAfterSeconds?: number;
  /** Called with every line that the function writes. @default lines are discarded */
  readonly onLog?: (line: string) => void;
  /** Called for every cold start and every failed invocation. @default nothing */
  readonly onEvent?: (event: FunctionEvent) => void;
}

/** Default of `idleMs`. */
const IDLE_MS = 60_000;

/** The result of a handler. */
export interface Invocation {
  readonly result: unknown;
  /** Whether the invocation started an execution. */
  readonly coldStart: boolean;
}

/**
 * A Lambda function: executions are started when they are needed, up to the reserved concurrency, and end when they are idle, crash,
 * reach the timeout or exceed the memory.
 */
export class FunctionPool implements LimitedPool {
  readonly name: string;
  private readonly options: FunctionPoolOptions;
  private readonly bundle: FunctionBundle;
  private readonly executions: Executions;
  private environment: Readonly<Record<string, string>>;
  private invocations = 0;
  private coldStarts = 0;
  private throttled = 0;
  private closed = false;
  private onDrained = () => {};

  /** @throws UsageError when the archive cannot be read */
  constructor(options: FunctionPoolOptions) {
    this.name = options.name;
    this.options = options;
    this.environment = options.environment;
    this.executions = new Executions({ idleMs: options.idleMs ?? IDLE_MS, onEnd: () => options.limit.freed() });
    this.bundle = readBundle(options.name, options.archive, options.handler);
    options.limit.add(this);
  }

  get size(): number {
    return this.executions.size;
  }

  get idleSince(): number | undefined {
    return this.executions.idleSince;
  }

  get state(): FunctionState {
    const { name, coldStarts, throttled, concurrency: limit } = this;
    const { size: executions, busy } = this.executions;
    return { name, executions, busy, limit, coldStarts, throttled };
  }

  /** Runs the handler. @throws FunctionError when it has no result, or when the function has no free execution */
  async invoke(event: unknown): Promise<Invocation> {
    if (this.invocations >= this.concurrency || this.closed) {
      throw this.failed(new FunctionError("throttled", "Rate Exceeded."));
    }
    this.invocations += 1;
    try {
      const execution = this.executions.take() ?? (await this.options.limit.take(this));
      return await this.run(execution, event);
    } catch (error) {
      throw error instanceof FunctionError ? this.failed(error) : error;
    } finally {
      this.invocations -= 1;
      if (this.invocations === 0) {
        this.onDrained();
      }
    }
  }

  /** Other environment variables, as after an update of the function: idle executions end now, the others after their invocation. */
  configure(environment: Readonly<Record<string, string>>): void {
    this.environment = environment;
    this.executions.retire();
  }

  /** Ends when all invocations have. New ones are throttled. */
  async drain(): Promise<void> {
    this.closed = true;
    this.executions.retire();
    if (this.invocations > 0) {
      await new Promise<void>((resolve) => {
        this.onDrained = resolve;
      });
    }
    this.options.limit.remove(this);
  }

  /** Ends all executions. Their invocations fail. */
  async close(): Promise<void> {
    this.closed = true;
    this.options.limit.remove(this);
    await this.executions.endAll();
  }

  start(): Execution {
    const { onLog = () => {}, blockedAfterSeconds = 1 } = this.options;
    const fn = new LocalFunction({
      ...this.options,
      environment: this.environment,
      bundle: this.bundle,
      blockedAfterSeconds,
      onLog,
      onErrorLine: onLog,
      // It may end by itself while it is idle.
      onEnd: () => void this.executions.end(execution),
    });
    const execution: Execution = { fn, used: false, retired: false, idleSince: 0 };
    this.executions.add(execution);
    this.coldStarts += 1;
    this.options.onEvent?.({ type: "cold-start" });
    return execution;
  }

  closeIdle(): void {
    this.executions.endIdle();
  }

  private get concurrency(): number {
    return this.options.reservedConcurrency ?? Number.POSITIVE_INFINITY;
  }

  private async run(execution: Execution, event: unknown): Promise<Invocation> {
    const coldStart = !execution.used;
    execution.used = true;
    try {
      return { result: await execution.fn.invoke(event), coldStart };
    } catch (error) {
      // After an error of the handler, Lambda uses the execution again.
      execution.retired ||= !(error instanceof FunctionError && error.fault === "handler");
      throw error;
    } finally {
      this.release(execution);
    }
  }

  private release(execution: Execution): void {
    const { limit } = this.options;
    if (!this.executions.isReusable(execution)) {
      void this.executions.end(execution);
    } else if (!limit.passOn(this, execution)) {
      this.executions.keep(execution);
      limit.freed();
    }
  }

  private failed(error: FunctionError): FunctionError {
    if (error.fault === "throttled") {
      this.throttled += 1;
    }
    const { timeoutSeconds, onEvent } = this.options;
    const message =
      error.fault === "timeout" ? `Task timed out after ${timeoutSeconds.toFixed(2)} seconds` : error.message;
    onEvent?.({ type: error.fault, message });
    return new FunctionError(error.fault, message);
  }
}
