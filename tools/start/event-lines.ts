import type { TimelineEvent } from "../local-runtime/control/runtime-state";
import { LINE_WIDTH, wrappedText } from "../shared/lines";

/** Lines at once, and per second after that. More events are counted and shown on the page only. */
const BURST = 20;
const PER_SECOND = 2;

/** Width of the longest kind, `replication`. */
const KIND_WIDTH = 11;

/** Cold starts and throttled functions. The page shows them. */
const HIDDEN: ReadonlySet<TimelineEvent["kind"]> = new Set(["function"]);

/** Lines of one event. The page shows the rest. */
const MOST_LINES = 4;

/** Writes events at a bounded rate. */
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
    for (const line of linesOf(event)) {
      this.write(line);
    }
  }
}

/** `15:04:05  health       eu-west-1     endpoint check unhealthy`. A longer text continues in lines below it. */
function linesOf({ at, kind, region, text }: TimelineEvent): string[] {
  const time = new Date(at).toTimeString().slice(0, 8);
  // A reload's problem has several lines, which the caller shows.
  const [first = ""] = text.split("\n");
  const start = [time, kind.padEnd(KIND_WIDTH), ...(region === undefined ? [] : [region.padEnd(14)]), ""].join("  ");
  const lines = wrappedText(first, start).map((line) =>
    line.length > LINE_WIDTH ? `${line.slice(0, LINE_WIDTH - 3)}...` : line.trimEnd(),
  );
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), `${" ".repeat(start.length)}...`] : lines;
}
