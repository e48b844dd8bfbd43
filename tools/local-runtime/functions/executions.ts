import type { Execution } from "./execution";

export interface ExecutionsOptions {
  /** Milliseconds after which an idle execution ends. */
  readonly idleMs: number;
  /** Called after an execution is removed. */
  readonly onEnd: () => void;
}

/** The executions of one function. Those without an invocation are kept until they are used again, or until they were idle too long. */
export class Executions {
  private readonly options: ExecutionsOptions;
  private readonly all = new Set<Execution>();
  /** The one that was used last is at the end. */
  private readonly idle: Execution[] = [];

  constructor(options: ExecutionsOptions) {
    this.options = options;
  }

  get size(): number {
    return this.all.size;
  }

  /** Executions that have an invocation. */
  get busy(): number {
    return this.all.size - this.idle.length;
  }

  /** When the longest idle execution was last used, or undefined without an idle one. */
  get idleSince(): number | undefined {
    return this.idle[0]?.idleSince;
  }

  add(execution: Execution): void {
    this.all.add(execution);
  }

  /** The idle execution that was used last, so that the others reach the end of their time. Undefined without an idle one. */
  take(): Execution | undefined {
    const execution = this.idle.pop();
    clearTimeout(execution?.expiry);
    return execution;
  }

  /** Keeps an execution that has no invocation. */
  keep(execution: Execution): void {
    execution.idleSince = performance.now();
    execution.expiry = setTimeout(() => void this.end(execution), this.options.idleMs).unref();
    this.idle.push(execution);
  }

  /** Whether an execution may have another invocation. */
  isReusable(execution: Execution): boolean {
    return !execution.retired && this.all.has(execution);
  }

  /** Ends idle executions now, and the others after their invocation. */
  retire(): void {
    for (const execution of this.all) {
      execution.retired = true;
    }
    for (const execution of [...this.idle]) {
      void this.end(execution);
    }
  }

  /** Ends the longest idle execution. */
  endIdle(): void {
    const [longest] = this.idle;
    if (longest) {
      void this.end(longest);
    }
  }

  /** Ends all executions. Their invocations fail. */
  async endAll(): Promise<void> {
    await Promise.all([...this.all].map((execution) => this.end(execution)));
  }

  async end(execution: Execution): Promise<void> {
    clearTimeout(execution.expiry);
    const index = this.idle.indexOf(execution);
    if (index >= 0) {
      this.idle.splice(index, 1);
    }
    if (this.all.delete(execution)) {
      this.options.onEnd();
    }
    await execution.fn.close();
  }
}
