import type { ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import { EventStream, MOST_SUBSCRIBERS } from "../../../../../tools/local-runtime/control/http/event-stream";
import type { RuntimeState } from "../../../../../tools/local-runtime/control/runtime-state";
import { FakeControllable } from "../../../../helpers/runtime/fake-controllable";
import { normalState } from "../../../../helpers/runtime/states";

/** A response whose client reads only when the test does. */
class Client extends PassThrough {
  readonly response = this as unknown as ServerResponse;
  status = 0;

  writeHead(status: number): this {
    this.status = status;
    return this;
  }

  /** What has arrived since the last call, one entry per event or comment. */
  received(): string[] {
    return `${this.read() ?? ""}`.split("\n\n").slice(0, -1);
  }

  states(): RuntimeState[] {
    return this.received().map((event) => JSON.parse(/^event: state\ndata: (.*)$/.exec(event)?.[1] ?? ""));
  }
}

const numbered = (now: number): RuntimeState => ({ ...normalState(), speed: now, now });
let runtime: FakeControllable;
let stream: EventStream;

function subscribe(): Client {
  const client = new Client();
  stream.subscribe(client.response);
  return client;
}

beforeEach(() => {
  jest.useFakeTimers();
  runtime = new FakeControllable(numbered(0));
  stream = new EventStream(runtime);
});

afterEach(() => {
  stream.close();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

describe("EventStream", () => {
  it("sends the state at once", () => {
    const client = subscribe();
    expect(client.status).toBe(200);
    expect(client.states()).toEqual([numbered(0)]);
  });

  it("sends a change at most twice a second, and always the last one", () => {
    const client = subscribe();
    client.received();
    const seen: number[] = [];
    for (let at = 1; at <= 1000; at++) {
      runtime.change(numbered(at));
      jest.advanceTimersByTime(10);
      seen.push(...client.states().map(({ now }) => now));
    }
    jest.advanceTimersByTime(500);
    seen.push(...client.states().map(({ now }) => now));
    expect(seen.length).toBeGreaterThanOrEqual(19);
    expect(seen.length).toBeLessThanOrEqual(21);
    expect(seen.at(-1)).toBe(1000);
  });

  it("sends the first change after a pause without delay", () => {
    const client = subscribe();
    client.received();
    jest.advanceTimersByTime(700);
    runtime.change(numbered(1));
    jest.advanceTimersByTime(0);
    expect(client.states()).toHaveLength(1);
  });

  it("sends nothing when only the time has changed, and a comment every 15 s", () => {
    const client = subscribe();
    client.received();
    for (let second = 1; second <= 31; second++) {
      runtime.change({ ...numbered(0), now: second });
      jest.advanceTimersByTime(1000);
    }
    expect(client.received()).toEqual([": unchanged", ": unchanged"]);
  });

  it("sends a change that the runtime does not announce", () => {
    const client = subscribe();
    client.received();
    jest.spyOn(runtime, "state").mockReturnValue(numbered(7));
    jest.advanceTimersByTime(1000);
    expect(client.states()).toEqual([numbered(7)]);
  });

  it("does not read the state without a subscriber", () => {
    const read = jest.spyOn(runtime, "state");
    runtime.change(numbered(1));
    jest.advanceTimersByTime(60_000);
    expect(read).not.toHaveBeenCalled();
  });

  it("disconnects a client that does not read, without a queue, and keeps the others", () => {
    const slow = subscribe();
    const quick = subscribe();
    const largest = JSON.stringify(numbered(0)).length + 100;
    let quickest = 0;
    for (let at = 1; at <= 200; at++) {
      runtime.change(numbered(at));
      jest.advanceTimersByTime(500);
      quickest += quick.states().length;
      // What Node's streams hold by themselves, and one state.
      expect(slow.writableLength + slow.readableLength).toBeLessThan(2 * 64 * 1024 + largest);
    }
    expect(slow.destroyed).toBe(true);
    expect(quick.destroyed).toBe(false);
    expect(quickest).toBe(201);
  });

  it("sends the newest state to a client that reads again in time", () => {
    const client = subscribe();
    for (let at = 1; at <= 60 && client.writableLength === 0; at++) {
      runtime.change(numbered(at));
      jest.advanceTimersByTime(500);
    }
    expect(client.writableLength).toBeGreaterThan(0);
    runtime.change(numbered(1000));
    jest.advanceTimersByTime(500);
    const last: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      last.push(...client.states().map(({ now }) => now));
      jest.advanceTimersByTime(1000);
    }
    expect(last.at(-1)).toBe(1000);
    expect(client.destroyed).toBe(false);
  });

  it("has a limit of subscribers, and a place again when one leaves", () => {
    const clients = Array.from({ length: MOST_SUBSCRIBERS }, subscribe);
    expect(subscribe).toThrow(/^the state must have at most 16 subscribers, got one more; close another page$/);
    clients[0]?.emit("close");
    expect(subscribe).not.toThrow();
  });

  it("ends the subscriptions and listens no more when it closes", () => {
    const client = subscribe();
    stream.close();
    expect(client.destroyed).toBe(true);
    expect(runtime.listenerCount).toBe(0);
  });
});
