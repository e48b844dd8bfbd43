import type { ServerResponse } from "node:http";
import type { Controllable } from "../controllable";
import { HttpFault, SECURITY_HEADERS } from "./answer";

/** Shortest time between two states, in milliseconds. */
const INTERVAL_MS = 500;
/** Interval at which the state is read without a change. Shares and rates change by time alone. */
const UNANNOUNCED_MS = 1000;
/** Time after which an unchanged state leads to a comment, in milliseconds. Clients know from it that the connection is alive. */
const HEARTBEAT_MS = 15_000;
/** Time in which a subscriber must receive a state, in milliseconds. */
const SLOWEST_MS = 10_000;

/** Subscribers at the same time: the page in several tabs, and a drill. */
export const MOST_SUBSCRIBERS = 16;

interface Subscriber {
  readonly response: ServerResponse;
  /** The version of the state that was sent last. */
  version: number;
  sentAt: number;
}

/**
 * Sends the state as server-sent events to its subscribers. The memory for a subscriber is bounded: it gets a state only after
 * it has received the previous one, and a subscriber that takes too long is disconnected.
 */
export class EventStream {
  private readonly controllable: Controllable;
  private readonly subscribers = new Set<Subscriber>();
  /** Text of the last state without its time, which differs in each state. */
  private content = "";
  private event = "";
  private version = 0;
  /** Time of the next state that a change can lead to. */
  private earliest = Number.NEGATIVE_INFINITY;
  private isAnnounced = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly stopListening: () => void;

  constructor(controllable: Controllable) {
    this.controllable = controllable;
    this.stopListening = controllable.onChange(() => this.announce());
  }

  /** @throws HttpFault with 503 when there are too many subscribers */
  subscribe(response: ServerResponse): void {
    if (this.subscribers.size >= MOST_SUBSCRIBERS) {
      const problem = `the state must have at most ${MOST_SUBSCRIBERS} subscribers, got one more; close another page`;
      throw new HttpFault(503, problem, { "retry-after": "5" });
    }
    this.read();
    response.writeHead(200, { ...SECURITY_HEADERS, "content-type": "text/event-stream; charset=utf-8" });
    const subscriber: Subscriber = { response, version: -1, sentAt: performance.now() };
    this.subscribers.add(subscriber);
    response.on("close", () => this.subscribers.delete(subscriber));
    response.on("error", () => this.subscribers.delete(subscriber));
    this.send(subscriber);
    if (!this.isAnnounced) {
      this.schedule(UNANNOUNCED_MS);
    }
  }

  /** Ends all subscriptions. */
  close(): void {
    this.stopListening();
    clearTimeout(this.timer);
    for (const { response } of this.subscribers) {
      response.destroy();
    }
    this.subscribers.clear();
  }

  /** Reads the state as soon as the interval allows. */
  private announce(): void {
    if (this.isAnnounced || this.subscribers.size === 0) {
      return;
    }
    this.isAnnounced = true;
    this.schedule(Math.max(this.earliest - performance.now(), 0));
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), delayMs).unref();
  }

  private look(): void {
    if (this.isAnnounced) {
      this.isAnnounced = false;
      this.earliest = performance.now() + INTERVAL_MS;
    }
    this.read();
    for (const subscriber of this.subscribers) {
      this.send(subscriber);
    }
    if (this.subscribers.size > 0) {
      this.schedule(UNANNOUNCED_MS);
    }
  }

  private read(): void {
    const state = this.controllable.state();
    const content = JSON.stringify({ ...state, now: 0 });
    if (content !== this.content) {
      this.content = content;
      this.event = `event: state\ndata: ${JSON.stringify(state)}\n\n`;
      this.version++;
      this.earliest = performance.now() + INTERVAL_MS;
    }
  }

  private send(subscriber: Subscriber): void {
    const { response } = subscriber;
    const silentMs = performance.now() - subscriber.sentAt;
    if (response.writableLength > 0) {
      if (silentMs > SLOWEST_MS) {
        this.subscribers.delete(subscriber);
        response.destroy();
      }
    } else if (subscriber.version !== this.version || silentMs >= HEARTBEAT_MS) {
      response.write(subscriber.version === this.version ? ": unchanged\n\n" : this.event);
      subscriber.version = this.version;
      subscriber.sentAt = performance.now();
    }
  }
}
