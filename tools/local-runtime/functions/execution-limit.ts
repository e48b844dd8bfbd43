import type { Execution } from "./execution";
import { FunctionError } from "./function-error";

export interface ExecutionLimitOptions {
  /**
   * Executions of all functions together, in addition to one of each function. On two processors, three were no faster than one,
   * and needed 50 MiB more under load. @default 1
   */
  readonly shared?: number;
  /** Invocations that wait for an execution. @default 500 */
  readonly queue?: number;
  /** Longest wait in milliseconds. @default 2000 */
  readonly waitMs?: number;
  /**
   * Milliseconds for which an execution must be idle before another function gets its place. Otherwise functions that are called in
   * turn, and the health checks of all regions, which start at nearly the same time, would end each other's executions. A cold start
   * takes the time of about a hundred requests. Must be less than `waitMs`, so that a request gets the place in time. @default 1500
   */
  readonly movedAfterMs?: number;
}

/** A pool as the limit sees it. */
export interface LimitedPool {
  readonly name: string;
  /** Executions that exist. */
  readonly size: number;
  /** When the pool last used its longest idle execution, or undefined without an idle one. */
  readonly idleSince: number | undefined;
  start(): Execution;
  /** Closes the longest idle execution. */
  closeIdle(): void;
}

interface Waiter {
  readonly pool: LimitedPool;
  readonly settle: (next: Execution | FunctionError) => void;
}

/**
 * How many executions this machine has at once. AWS has no such limit. Every function may have one execution, so that no function
 * waits for another, e.g. the health check for the items. The others are shared.
 */
export class ExecutionLimit {
  private readonly pools = new Set<LimitedPool>();
  private readonly options: Required<ExecutionLimitOptions>;
  private waiting: Waiter[] = [];
  /** Looks for executions that have been idle long enough, while invocations wait. */
  private search: NodeJS.Timeout | undefined;

  constructor({ shared = 1, queue = 500, waitMs = 2000, movedAfterMs = 1500 }: ExecutionLimitOptions = {}) {
    this.options = { shared, queue, waitMs, movedAfterMs };
  }

  /** What the limit means, for the list of what is not emulated. */
  get description(): string {
    const { shared, queue, waitMs } = this.options;
    return (
      `concurrency above what this machine has memory for: one execution per function and ${shared} more. ` +
      `Up to ${queue} requests wait up to ${waitMs} ms, the others are throttled`
    );
  }

  add(pool: LimitedPool): void {
    this.pools.add(pool);
  }

  /** Removes a pool. Its waiting invocations fail. */
  remove(pool: LimitedPool): void {
    this.pools.delete(pool);
    for (const { settle } of this.waiting.filter((waiter) => waiter.pool === pool)) {
      settle(new FunctionError("exit", "The function was closed"));
    }
    this.freed();
  }

  /** A new execution, or one that another invocation has finished with. @throws FunctionError when there is none in time */
  async take(pool: LimitedPool): Promise<Execution> {
    if (this.hasRoom(pool) || this.makeRoom()) {
      return pool.start();
    }
    const { queue, waitMs, movedAfterMs } = this.options;
    if (this.waiting.length >= queue) {
      throw new FunctionError("throttled", `${queue} requests already wait for an execution on this machine`);
    }
    return await new Promise<Execution>((resolve, reject) => {
      const late = () => new FunctionError("throttled", `this machine had no free execution within ${waitMs} ms`);
      const timer = setTimeout(() => waiter.settle(late()), waitMs);
      const waiter: Waiter = {
        pool,
        settle: (next) => {
          clearTimeout(timer);
          this.waiting = this.waiting.filter((other) => other !== waiter);
          if (this.waiting.length === 0) {
            clearInterval(this.search);
            this.search = undefined;
          }
          if (next instanceof FunctionError) {
            reject(next);
          } else {
            resolve(next);
          }
        },
      };
      this.waiting.push(waiter);
      this.search ??= setInterval(() => this.freed(), movedAfterMs);
    });
  }

  /** Gives an execution to the next invocation of its function. Returns false if none waits. */
  passOn(pool: LimitedPool, execution: Execution): boolean {
    const next = this.waiting.find((waiter) => waiter.pool === pool);
    next?.settle(execution);
    return next !== undefined;
  }

  /** Starts executions for waiting invocations. Called when an execution has ended or has become idle. */
  freed(): void {
    // Each turn removes one from the queue.
    while (this.startNext()) {}
  }

  private startNext(): boolean {
    const [oldest] = this.waiting;
    const ready =
      this.waiting.find(({ pool }) => this.hasRoom(pool)) ?? (oldest && this.makeRoom() ? oldest : undefined);
    ready?.settle(ready.pool.start());
    return ready !== undefined;
  }

  private hasRoom(pool: LimitedPool): boolean {
    return pool.size === 0 || this.extra() < this.options.shared;
  }

  private extra(): number {
    return [...this.pools].reduce((total, { size }) => total + Math.max(0, size - 1), 0);
  }

  /** Closes the execution that was idle for the longest time, except the last one of a function. */
  private makeRoom(): boolean {
    const before = performance.now() - this.options.movedAfterMs;
    const [longest] = [...this.pools]
      .filter(({ size, idleSince }) => size > 1 && idleSince !== undefined && idleSince <= before)
      .sort((one, other) => (one.idleSince ?? 0) - (other.idleSince ?? 0));
    longest?.closeIdle();
    return longest !== undefined && this.extra() < this.options.shared;
  }
}
