import { Attempts, type Clock } from "../../../lambdas/items/create-item/contention";
import { createItem, type ItemStore, type WriteRules } from "../../../lambdas/items/create-item/core";
import type { CreateRequest } from "../../../lambdas/items/create-item/request";
import type { StoredItem } from "../../../lambdas/items/model/stored-item";
import { CONTENTION_MS } from "../../../lambdas/items/table-budget";
import { type Answer, ItemsRegion } from "../../helpers/items-region";

const FACTS = { region: "eu-west-1", now: "2026-01-01T00:00:00.000Z", write: "own" };

/** A clock that advances only by pauses, and by `callMs` per reading. */
class TestClock implements Clock {
  readonly pauses: number[] = [];
  private time = 0;
  private readonly callMs: number;
  private readonly chance: number;

  constructor(callMs = 0, chance = 0.5) {
    this.callMs = callMs;
    this.chance = chance;
  }

  now(): number {
    this.time += this.callMs;
    return this.time;
  }

  async pause(milliseconds: number): Promise<void> {
    this.pauses.push(milliseconds);
    this.time += milliseconds;
  }

  random(): number {
    return this.chance;
  }
}

function rules(clock: Clock = new TestClock()): WriteRules {
  return { ownership: "none", contentionMs: CONTENTION_MS, clock };
}

function request(replaces: CreateRequest["replaces"]): CreateRequest {
  return { id: "a", attributes: { item_id: { S: "a" } }, replaces, caller: undefined, idempotency: undefined };
}

/** A table in which another caller writes before each of our first `conflicts` writes. */
function contended(conflicts: number): ItemStore & { readonly versionsReplaced: (number | undefined)[] } {
  const versionsReplaced: (number | undefined)[] = [];
  let version = 1;
  const item = (): StoredItem => ({ item_id: { S: "a" }, version: { N: `${version}` }, service_write: { S: "other" } });
  return {
    versionsReplaced,
    read: async () => item(),
    write: async (_, standing) => {
      versionsReplaced.push(standing && Number((standing.version as { N: string }).N));
      if (versionsReplaced.length <= conflicts) {
        version += 1;
        return false;
      }
      return true;
    },
  };
}

describe("createItem while other callers write the same item", () => {
  it("repeats an overwrite, based on the item that the other caller wrote", async () => {
    const store = contended(3);
    const answer = await createItem(request("anything"), store, FACTS, rules());
    expect(store.versionsReplaced).toEqual([1, 2, 3, 4]);
    expect([answer.status, JSON.parse(answer.body).item.version]).toEqual([200, 5]);
  });

  it("repeats If-Match: *, which every version satisfies", async () => {
    const store = contended(2);
    expect(await createItem(request({ tags: "*" }), store, FACTS, rules())).toMatchObject({ status: 200 });
  });

  it("answers 409 with the reason and Retry-After when it lost every attempt, and not 503", async () => {
    const clock = new TestClock();
    const store = contended(Number.POSITIVE_INFINITY);
    await expect(createItem(request("anything"), store, FACTS, rules(clock))).rejects.toMatchObject({
      status: 409,
      code: "overwrite_contended",
      retryAfterSeconds: 1,
    });
    // 10, 20, 40, 80 and 160 ms, and then 200 ms each.
    expect(clock.pauses.slice(0, 6)).toEqual([10, 20, 40, 80, 160, 200]);
    expect(clock.pauses.reduce((sum, pause) => sum + pause)).toBeLessThan(CONTENTION_MS);
    expect(store.versionsReplaced.length).toBe(clock.pauses.length + 1);
  });

  it("begins no attempt after the limit, also without pauses", async () => {
    const store = contended(Number.POSITIVE_INFINITY);
    const clock = new TestClock(3_000, 0);
    await expect(createItem(request("anything"), store, FACTS, rules(clock))).rejects.toMatchObject({ status: 409 });
    expect(store.versionsReplaced.length).toBe(2);
  });

  it("finds its own write when its last attempt was stored, but the response was lost", async () => {
    const own: StoredItem = { item_id: { S: "a" }, version: { N: "2" }, _tierra_write: { S: "own" } };
    let reads = 0;
    const store: ItemStore = {
      read: async () => {
        reads += 1;
        return reads === 1 ? { item_id: { S: "a" }, version: { N: "1" } } : own;
      },
      write: async () => false,
    };
    const answer = await createItem(request("anything"), store, FACTS, rules(new TestClock(10_000)));
    expect([answer.status, JSON.parse(answer.body).item.version]).toEqual([200, 2]);
  });

  it("does not repeat an overwrite of one version: another caller has replaced it", async () => {
    const store = contended(1);
    const replaces = { tags: ['"1-unmanaged"'] };
    await expect(createItem(request(replaces), store, FACTS, rules())).rejects.toMatchObject({ status: 412 });
    expect(store.versionsReplaced).toEqual([1]);
  });

  it("does not repeat a creation: the id is taken", async () => {
    const store = contended(1);
    await expect(createItem(request("nothing"), store, FACTS, rules())).rejects.toMatchObject({ status: 409 });
    expect(store.versionsReplaced).toEqual([undefined]);
  });
});

describe("Attempts", () => {
  it("spreads requests that collided over the whole pause", async () => {
    const first = new TestClock(0, 0.1);
    const second = new TestClock(0, 0.9);
    await new Attempts(1_000, first).pause(true);
    await new Attempts(1_000, second).pause(true);
    expect([first.pauses, second.pauses]).toEqual([[2], [18]]);
  });
});

describe("twenty overwrites at the same time", () => {
  const WRITERS = 20;
  let region: ItemsRegion;
  let answers: Answer[];

  beforeAll(async () => {
    region = await ItemsRegion.start();
    await region.post({ item_id: "hot", writer: "first" });
    answers = await Promise.all(
      Array.from({ length: WRITERS }, (_, writer) => region.post({ item_id: "hot", writer }, {}, "?overwrite=true")),
    );
  });
  afterAll(() => region.close());

  const won = () => answers.filter(({ status }) => status === 200);

  it("end in 200, or in 409 with the reason, and never in 503", () => {
    const outcomes = answers.map(({ status, json }) => `${status} ${json.error?.code ?? ""}`);
    expect(outcomes.filter((outcome) => outcome !== "200 " && outcome !== "409 overwrite_contended")).toEqual([]);
    expect(won().length).toBeGreaterThan(WRITERS / 2);
  });

  it("are each acknowledged as a version of their own, without a gap", async () => {
    const versions = won().map(({ json }) => Number(json.item.version));
    expect(versions.sort((one, other) => one - other)).toEqual(versions.map((_, index) => index + 2));
  });

  it("leave the acknowledged write with the greatest version in the table", async () => {
    const last = won().find(({ json }) => json.item.version === won().length + 1);
    expect((await region.get("hot")).json.item).toEqual(last?.json.item);
  });
});
