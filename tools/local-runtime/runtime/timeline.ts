import type { TimelineEvent } from "../control/runtime-state";

/** Events that the state shows. */
const MOST_EVENTS = 200;

/** The newest events. Older ones are discarded. */
export class Timeline {
  private readonly now: () => number;
  private readonly listener: (event: TimelineEvent) => void;
  private entries: readonly TimelineEvent[] = [];

  /**
   * @param now milliseconds since 1970
   * @param listener called with each new event
   */
  constructor(now: () => number, listener: (event: TimelineEvent) => void) {
    this.now = now;
    this.listener = listener;
  }

  add(kind: TimelineEvent["kind"], text: string, region?: string): void {
    const event = { at: this.now(), kind, text, ...(region === undefined ? {} : { region }) };
    this.entries = [event, ...this.entries].slice(0, MOST_EVENTS);
    this.listener(event);
  }

  /** Newest first. */
  get events(): readonly TimelineEvent[] {
    return this.entries;
  }
}
