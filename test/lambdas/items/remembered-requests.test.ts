import {
  type AnsweredRequest,
  answeredRequests,
  withRequests,
} from "../../../lambdas/items/create-item/answered-requests";
import { MACHINE_CLOCK } from "../../../lambdas/items/create-item/contention";
import { createItem } from "../../../lambdas/items/create-item/core";
import { itemSize, LARGEST_CONTENT, LARGEST_ITEM } from "../../../lambdas/items/model/item-size";
import type { StoredItem } from "../../../lambdas/items/model/stored-item";
import type { StoredValue } from "../../../lambdas/items/model/stored-value";
import { type Answer, ItemsRegion } from "../../helpers/items-region";

function answered(key: string): AnsweredRequest {
  const hash = (text: string) => text.padEnd(22, "x");
  return {
    key: hash(key),
    fingerprint: hash("f"),
    createdAt: "2026-11-24T10:00:00.000Z",
    originRegion: "ap-southeast-1",
    version: 1,
    write: "w".padEnd(12, "x"),
  };
}

/** An item of `size` bytes as DynamoDB counts. */
function itemOf(size: number): StoredItem {
  return { item_id: { S: "a" }, x: { S: "y".repeat(size - "item_id".length - 1 - 1) } };
}

const FIVE = ["1", "2", "3", "4", "5"].map(answered);

describe("withRequests", () => {
  const kept = (size: number) => answeredRequests(withRequests(itemOf(size), FIVE)).length;

  it("keeps five requests, latest first", () => {
    const item = withRequests(itemOf(100), [...FIVE, answered("6")]);
    expect(answeredRequests(item)).toEqual(FIVE);
  });

  it("drops the oldest requests for which the item has no space, at the exact byte", () => {
    for (const count of [1, 2, 3, 4, 5]) {
      const bytes = itemSize(withRequests(itemOf(100), FIVE.slice(0, count))) - 100;
      expect([kept(LARGEST_ITEM - bytes), kept(LARGEST_ITEM - bytes + 1)]).toEqual([count, count - 1]);
    }
    expect(answeredRequests(withRequests(itemOf(LARGEST_ITEM - 400), FIVE))).toEqual(FIVE.slice(0, 2));
  });

  it("never exceeds DynamoDB's limit, and leaves no empty list", () => {
    for (const size of [LARGEST_ITEM, LARGEST_ITEM - 50, LARGEST_ITEM - 500, LARGEST_ITEM - 5_000]) {
      expect(itemSize(withRequests(itemOf(size), FIVE))).toBeLessThanOrEqual(LARGEST_ITEM);
    }
    expect(Object.keys(withRequests(itemOf(LARGEST_ITEM), FIVE))).toEqual(["item_id", "x"]);
  });
});

describe("the reserve for the service's attributes", () => {
  it("has space for the longest owner, region, time and version, and for the current request", async () => {
    const longest: StoredItem = {
      item_id: { S: "a" },
      created_at: { S: "2026-11-24T10:00:00.123456789+00:00" },
      version: { N: "9".repeat(15) },
      _tierra_write: { S: "w".repeat(12) },
      // Issuer and subject with the greatest lengths that configuration and authorizer accept.
      _tierra_owner: { S: `${"i".repeat(256)} ${"s".repeat(255)}` },
      _tierra_requests: withRequests(itemOf(100), FIVE)._tierra_requests as StoredValue,
    };
    let written: StoredItem | undefined;
    const store = {
      read: async () => longest,
      write: async (item: StoredItem) => {
        written = item;
        return true;
      },
    };
    const request = {
      id: "a",
      attributes: itemOf(LARGEST_CONTENT),
      replaces: "anything" as const,
      caller: undefined,
      idempotency: { key: "k".repeat(22), fingerprint: "f".repeat(22) },
    };
    const facts = { region: "ap-northeast-10", now: "2026-11-24T10:00:00.000Z", write: "x".repeat(12) };
    const rules = { ownership: "none" as const, contentionMs: 1_000, clock: MACHINE_CLOCK };
    await createItem(request, store, facts, rules);
    expect(itemSize(written ?? {})).toBeLessThanOrEqual(LARGEST_ITEM);
    expect(answeredRequests(written)[0]).toMatchObject({
      key: "k".repeat(22),
      createdAt: "2026-11-24T10:00:00.123456789+00:00",
    });
    expect(written).toMatchObject({ _tierra_owner: longest._tierra_owner });
  });
});

describe("the largest item", () => {
  let region: ItemsRegion;
  /** Length of `x`, so that the attributes of the caller have the greatest size. */
  const length = LARGEST_CONTENT - "item_id".length - "largest".length - "x".length;

  beforeAll(async () => {
    region = await ItemsRegion.start("us-gov-west-1");
  });
  afterAll(() => region.close());

  const post = (x: string, headers: Record<string, string> = {}): Promise<Answer> =>
    region.post({ item_id: "largest", x: x.repeat(length) }, headers, "?overwrite=true");

  it("is 399 KB: one byte more is refused with 413, with and without a key, and stores nothing", async () => {
    for (const headers of [{}, { "Idempotency-Key": "k" }]) {
      const answer = await region.post({ item_id: "largest", x: "y".repeat(length + 1) }, headers);
      expect(answer).toMatchObject({ status: 413, json: { error: { code: "item_too_large" } } });
    }
    expect(await region.items()).toEqual([]);
  });

  it("can be overwritten any number of times with keys, and every latest request is remembered", async () => {
    const letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    for (const letter of letters) {
      const answer = await post(letter, { "Idempotency-Key": letter });
      expect(answer.status).toBe(letter === "a" ? 201 : 200);
      expect((await post(letter, { "Idempotency-Key": letter })).text).toBe(answer.text);
    }
    expect((await region.get("largest")).json.item).toMatchObject({ version: letters.length });
  });

  it("treats the retry of a dropped request like a new request", async () => {
    const { headers, json } = await post("a", { "Idempotency-Key": "a" });
    expect([headers.get("idempotent-replayed"), json.item.version]).toEqual([null, 13]);
  });

  it("can be overwritten without a key, and after a foreign program has filled it with requests", async () => {
    expect(await post("z")).toMatchObject({ status: 200 });
    const [item] = await region.items();
    const full = { ...item, x: { S: "y".repeat(length - 2_000) } };
    await region.database.call("PutItem", { TableName: "MyGlobalTable", Item: full });
    expect(await post("z")).toMatchObject({ status: 200 });
  });
});
