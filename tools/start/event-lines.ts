import type { TimelineEvent } from "../local-runtime/control/runtime-state";
import { LINE_WIDTH } from "../shared/lines";

/** Lines at once, and per second after that. More events are counted and shown on the page only. */
const BURST = 20;
const PER_SECOND = 2;

/** Width of the longest kind, `replication`. */
const KIND_WIDTH = 11;

/** Cold starts and throttled functions. The page shows them. */
const HIDDEN: ReadonlySet<TimelineEvent["kind"]> = new Set(["function"]);

/** Writes events as one line each, at a bounded rate. */
export class EventLines {
  private readonly write: (line: string) => void;
  private allowed = BURST;
  private lastAt: number | undefined;
  private omitted = 0;

  constructor(write: (line: string) => void) {
    this.write = write;
  }

  show(event: TimelineEvent): void {
    if (HIDDEN.has(event.kind)) {
      return;
    }
    const passed = event.at - (this.lastAt ?? event.at);
    this.lastAt = event.at;
    this.allowed = Math.min(BURST, this.allowed + (Math.max(0, passed) / 1000) * PER_SECOND);
    if (this.allowed < 1) {
      this.omitted += 1;
      return;
    }
    this.allowed -= 1;
    if (this.omitted > 0) {
      this.write(`${this.omitted} more events, see the page`);
      this.omitted = 0;
    }
    this.write(lineOf(event));
  }
}

/** `15:04:05  health       eu-west-1     endpoint check unhealthy`, at most 100 columns. */
function lineOf({ at, kind, region, text }: TimelineEvent): string {
  const time = new Date(at).toTimeString().slice(0, 8);
  // A reload's problem has several lines, which the caller shows.
  const [first = ""] = text.split("\n");
  const line = [time, kind.padEnd(KIND_WIDTH), ...(region === undefined ? [] : [region.padEnd(14)]), first].join("  ");
  return line.length > LINE_WIDTH ? `${line.slice(0, LINE_WIDTH - 3)}...` : line.trimEnd();
}
