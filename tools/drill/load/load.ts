import { type Answer, type DrillRequest, SHARED } from "../model/request";
import type { Clock } from "../run/clock";
import type { RequestLog } from "./request-log";

/** Sends one request. Never rejects: without an answer, the answer has a reason. */
export type Send = (request: DrillRequest) => Promise<Answer>;

export interface LoadSettings {
  /** Requests per second. Half of them are writes. */
  readonly rate: number;
  /** Requests without an answer at the same time. Further requests are not sent. */
  readonly maxOutstanding: number;
  /** Regions whose own names some of the reads use, as clients near these regions would. Other reads use the shared name. */
  readonly readFrom: readonly string[];
}

/** Writes and reads in turns at a steady rate. A slow answer does not delay the next request. */
export class Load {
  private readonly send: Send;
  private readonly log: RequestLog;
  private readonly clock: Clock;
  private readonly settings: LoadSettings;
  private readonly outstanding = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private n = 0;
  private reads = 0;
  private dueAt = 0;

  constructor(send: Send, log: RequestLog, clock: Clock, settings: LoadSettings) {
    this.send = send;
    this.log = log;
    this.clock = clock;
    this.settings = settings;
  }

  start(): void {
    this.dueAt = this.clock.now();
    this.tick();
  }

  /** Sends no more requests, and waits for the answers to those that were sent. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await Promise.all(this.outstanding);
  }

  private tick(): void {
    const interval = 1_000 / this.settings.rate;
    const late = Math.floor((this.clock.now() - this.dueAt) / interval);
    if (late > 0) {
      // Sending the missed requests now would be a burst, which is no steady rate.
      this.log.notSent += late;
      this.dueAt += late * interval;
    }
    this.next();
    this.dueAt += interval;
    this.timer = setTimeout(() => this.tick(), Math.max(0, this.dueAt - this.clock.now()));
  }

  private next(): void {
    if (this.outstanding.size >= this.settings.maxOutstanding) {
      this.log.notSent += 1;
      return;
    }
    this.n += 1;
    const request = this.n % 2 === 0 ? this.read() : undefined;
    const sending = this.run(request ?? { n: this.n, kind: "write", via: SHARED, item: this.log.nextItem() });
    this.outstanding.add(sending);
    void sending.then(() => this.outstanding.delete(sending));
  }

  /** Undefined before there is anything to read. */
  private read(): DrillRequest | undefined {
    const item = this.log.itemToRead(this.clock.now());
    if (item === undefined) {
      return undefined;
    }
    const vias = [SHARED, ...this.settings.readFrom];
    this.reads += 1;
    return { n: this.n, kind: "read", via: vias[this.reads % vias.length] ?? SHARED, item };
  }

  private async run(request: DrillRequest): Promise<void> {
    const sentAt = this.clock.now();
    const answer = await this.send(request);
    this.log.add(request, answer, sentAt, this.clock.now());
  }
}
