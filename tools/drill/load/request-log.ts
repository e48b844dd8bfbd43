import type { Answer, DrillRequest, Outcome, RequestRecord } from "../model/request";
import { STALE_AFTER_MS } from "../model/request";

/** Statuses of an acknowledged write. */
const ACKNOWLEDGED = new Set([200, 201]);

/** Records every request of a drill, and selects the items that it reads. */
export class RequestLog {
  /** In the order in which they ended. */
  readonly records: RequestRecord[] = [];
  /** Requests that were not sent, because too many were outstanding or the machine was busy. */
  notSent = 0;
  private readonly prefix: string;
  private written = 0;
  private readonly acknowledged: { readonly item: string; readonly at: number }[] = [];
  private readonly times = new Map<string, number>();
  private chosen = 0;

  /** @param prefix what the IDs of the items start with, e.g. `drill-k3v9x2ab-` */
  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** IDs of the acknowledged items, in the order of the acknowledgements. */
  get items(): readonly string[] {
    return this.acknowledged.map(({ item }) => item);
  }

  /** Number of items that may exist: a failed write may have been stored. */
  get itemCount(): number {
    return this.written;
  }

  /** ID of the next item to write. Every item is written once, so that no write can replace another one. */
  nextItem(): string {
    this.written += 1;
    return `${this.prefix}${this.written}`;
  }

  /**
   * The item of the next read: in turns the newest one that must be readable everywhere, and any of the older ones.
   *
   * @returns undefined before the first write was acknowledged
   */
  itemToRead(now: number): string | undefined {
    const { acknowledged } = this;
    let count = acknowledged.length;
    while (count > 0 && now - (acknowledged[count - 1]?.at ?? 0) <= STALE_AFTER_MS) {
      count -= 1;
    }
    this.chosen += 1;
    if (count === 0) {
      return acknowledged.at(-1)?.item;
    }
    // A prime number, so that the reads visit all items.
    const index = this.chosen % 2 === 0 ? count - 1 : (this.chosen * 7_919) % count;
    return acknowledged[index]?.item;
  }

  /** Adds a request that has ended. Times are milliseconds since 1970. */
  add(request: DrillRequest, answer: Answer, sentAt: number, endedAt: number): void {
    const outcome = this.outcome(request, answer, sentAt);
    if (request.kind === "write" && outcome === "ok") {
      this.acknowledged.push({ item: request.item, at: endedAt });
      this.times.set(request.item, endedAt);
    }
    this.records.push({ ...request, ...answer, sentAt, endedAt, outcome });
  }

  private outcome({ kind, item }: DrillRequest, { status }: Answer, sentAt: number): Outcome {
    if (kind === "write") {
      return ACKNOWLEDGED.has(status ?? 0) ? "ok" : "failed";
    }
    if (status === 404) {
      const age = sentAt - (this.times.get(item) ?? Number.POSITIVE_INFINITY);
      return age > STALE_AFTER_MS ? "stale" : "missing";
    }
    return status === 200 ? "ok" : "failed";
  }
}
