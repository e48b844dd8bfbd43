import type { Phase } from "../model/phase";
import { type RequestRecord, SHARED } from "../model/request";
import type { Observation } from "../model/target";
import type { Clock } from "../run/clock";
import type { Listener } from "../run/listener";

/** Where the timeline reads what has happened. */
export interface TimelineSource {
  readonly records: readonly RequestRecord[];
  readonly latest: () => Observation | undefined;
}

export interface TimelineOptions {
  readonly clock: Clock;
  readonly out: { write(text: string): unknown; readonly isTTY?: boolean };
  /** Milliseconds between two lines without an event, if the output is no terminal. */
  readonly lineMs: number;
}

/** Milliseconds between two updates of the last line on a terminal. */
const FRAME_MS = 500;
const COLUMNS = 100;

/** Shows a drill while it runs, in lines of at most 100 columns. On a terminal, the last line changes in place. */
export class Timeline implements Listener {
  private readonly options: TimelineOptions;
  private startedAt = 0;
  private name: Phase | "" = "";
  private source: TimelineSource | undefined;
  private counted = 0;
  private countedAt = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: TimelineOptions) {
    this.options = options;
  }

  start(source: TimelineSource): void {
    this.source = source;
    this.startedAt = this.options.clock.now();
    this.countedAt = this.startedAt;
    this.timer = setInterval(() => this.draw(), this.isTerminal ? FRAME_MS : this.options.lineMs);
  }

  stop(): void {
    clearInterval(this.timer);
    if (this.isTerminal) {
      this.options.out.write("\r\u001b[K");
    }
  }

  phase(name: Phase, text: string): void {
    this.name = name;
    this.line(`${name.padEnd(PHASE_WIDTH)} ${text}`);
  }

  event(text: string): void {
    this.line(`${" ".repeat(PHASE_WIDTH)} ${text}`);
  }

  private draw(): void {
    const text = `${this.name.padEnd(PHASE_WIDTH)} ${this.rates()}`;
    if (this.isTerminal) {
      this.options.out.write(`\r\u001b[K${this.withTime(text)}`);
    } else {
      this.line(text);
    }
  }

  /** Requests per second since the last time, by region. */
  private rates(): string {
    const records = this.source?.records ?? [];
    const latest = this.source?.latest();
    const now = this.options.clock.now();
    const seconds = Math.max((now - this.countedAt) / 1_000, 0.001);
    const fresh = records.slice(this.counted);
    if (!this.isTerminal || seconds >= 1) {
      this.counted = records.length;
      this.countedAt = now;
    }
    const rate = (matches: (record: RequestRecord) => boolean) =>
      `${(fresh.filter(matches).length / seconds).toFixed(0)}/s`;
    const regions = latest?.regions.filter(({ routed }) => routed) ?? [];
    const stale = records.filter(({ outcome }) => outcome === "stale").length;
    const age = latest?.ageMs === undefined ? "" : `  age ${(latest.ageMs / 1_000).toFixed(1)} s`;
    return [
      ...regions.map(
        ({ name, healthy }) =>
          `${name}${healthy ? "" : " (unhealthy)"} ${rate((it) => it.via === SHARED && it.region === name)}`,
      ),
      `failed ${rate(({ outcome }) => outcome === "failed")}${stale > 0 ? `  stale ${stale}` : ""}${age}`,
    ].join("  ");
  }

  private line(text: string): void {
    this.options.out.write(`${this.isTerminal ? "\r\u001b[K" : ""}${this.withTime(text)}\n`);
  }

  private withTime(text: string): string {
    const seconds = ((this.options.clock.now() - this.startedAt) / 1_000).toFixed(1);
    const line = `${seconds.padStart(7)} s  ${text}`;
    return line.length > COLUMNS ? `${line.slice(0, COLUMNS - 3)}...` : line;
  }

  private get isTerminal(): boolean {
    return this.options.out.isTTY === true;
  }
}

/** Columns of the name of a phase. */
const PHASE_WIDTH = 10;
