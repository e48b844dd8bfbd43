import { Replication } from "../../../tools/local-runtime/table/replication";
import { type Answer, ItemsRegion } from "../../helpers/items-region";
import { heal, isolate } from "../../helpers/partition";

/** Placeholder for a pending answer. */
const EMPTY: Answer = { status: 0, headers: new Headers(), text: "", json: {} };

describe("items API in two regions", () => {
  let ireland: ItemsRegion;
  let frankfurt: ItemsRegion;
  let replication: Replication;

  beforeAll(async () => {
    [ireland, frankfurt] = await Promise.all([ItemsRegion.start("eu-west-1"), ItemsRegion.start("eu-central-1")]);
    replication = new Replication([ireland.database, frankfurt.database], 10);
  });
  afterAll(async () => {
    replication.close();
    await Promise.all([ireland.close(), frankfurt.close()]);
  });

  const key = { "Idempotency-Key": "6f3f" };

  /** Runs `work` without replication, then replicates all its writes. */
  const whileParted = async (work: () => Promise<void>) => {
    isolate(replication, "eu-west-1");
    await work();
    heal(replication, "eu-west-1");
    await replication.settled();
  };

  it("returns an item of the other region, with the region that wrote it", async () => {
    await whileParted(async () => {
      await ireland.post({ item_id: "far" });
      expect(await frankfurt.get("far")).toMatchObject({ status: 404 });
    });
    const { json } = await frankfurt.get("far");
    expect(json).toMatchObject({ item: { origin_region: "eu-west-1" }, retrieved_from: "eu-central-1" });
  });

  describe("a retry with the same Idempotency-Key", () => {
    it("in the same region gets the same answer, byte for byte, and creates no second item", async () => {
      const first = await ireland.post({ item_id: "retry", n: 1 }, key);
      const second = await ireland.post({ n: 1.0, item_id: "retry" }, key);
      expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
      expect(second.headers.get("etag")).toBe(first.headers.get("etag"));
      expect([first, second].map(({ headers }) => headers.get("idempotent-replayed"))).toEqual([null, "true"]);
    });

    it("sent many times at once in the same region writes once, and all get the same answer", async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => ireland.post({ item_id: "at once" }, key)));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers.filter(({ headers }) => headers.get("idempotent-replayed") === null)).toHaveLength(1);
    });

    it("in the other region after replication gets the same answer, byte for byte, without a write", async () => {
      const first = await ireland.post({ item_id: "carried" }, key);
      await replication.settled();
      const second = await frankfurt.post({ item_id: "carried" }, key);
      expect([second.status, second.text]).toEqual([201, first.text]);
      expect(replication.pending).toBe(0);
    });

    it("in the other region before replication results in one item, but the answers differ in region and time", async () => {
      let [first, second] = [EMPTY, EMPTY];
      await whileParted(async () => {
        first = await ireland.post({ item_id: "early", n: 1 }, key);
        second = await frankfurt.post({ item_id: "early", n: 1 }, key);
      });
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.json.item).toEqual({
        ...first.json.item,
        origin_region: "eu-central-1",
        created_at: expect.any(String),
      });
      const [here, there] = await Promise.all([ireland.get("early"), frankfurt.get("early")]);
      expect(here.json.item).toEqual(second.json.item);
      expect(there.json.item).toEqual(second.json.item);
      // All later retries in both regions get the answer of the write that was kept.
      expect((await ireland.post({ item_id: "early", n: 1 }, key)).text).toBe(second.text);
    });

    it("is recognized after other overwrites, and does not undo them", async () => {
      const first = await ireland.post({ item_id: "since", n: 1 }, key);
      for (const n of [2, 3, 4, 5]) {
        await ireland.post({ item_id: "since", n }, { "Idempotency-Key": `other-${n}` }, "?overwrite=true");
      }
      expect((await ireland.post({ item_id: "since", n: 1 }, key)).text).toBe(first.text);
      expect((await ireland.get("since")).json.item).toMatchObject({ n: 5, version: 5 });
    });

    it("is answered like a new request after five other overwrites: 409, without a write", async () => {
      await ireland.post({ item_id: "long ago" }, key);
      for (const n of [2, 3, 4, 5, 6]) {
        await ireland.post({ item_id: "long ago", n }, { "Idempotency-Key": `other-${n}` }, "?overwrite=true");
      }
      expect(await ireland.post({ item_id: "long ago" }, key)).toMatchObject({ status: 409 });
      expect((await ireland.get("long ago")).json.item.version).toBe(6);
    });

    it("of an overwrite does not overwrite twice", async () => {
      await ireland.post({ item_id: "twice" });
      const tag = (await ireland.get("twice")).headers.get("etag") ?? "";
      const first = await ireland.post({ item_id: "twice", n: 1 }, { ...key, "If-Match": tag });
      const second = await ireland.post({ item_id: "twice", n: 1 }, { ...key, "If-Match": tag });
      expect([first.status, second.status, second.text]).toEqual([200, 200, first.text]);
      expect((await ireland.get("twice")).json.item.version).toBe(2);
    });

    it("with another body is refused with 422", async () => {
      await ireland.post({ item_id: "reused", n: 1 }, key);
      const { status, json } = await ireland.post({ item_id: "reused", n: 2 }, key);
      expect({ status, code: json.error.code }).toEqual({ status: 422, code: "idempotency_key_reused" });
    });

    it("with another condition is refused with 422", async () => {
      await ireland.post({ item_id: "conditional", n: 1 }, key);
      const { status, json } = await ireland.post({ item_id: "conditional", n: 1 }, key, "?overwrite=true");
      expect({ status, code: json.error.code }).toEqual({ status: 422, code: "idempotency_key_reused" });
    });
  });

  describe("a condition", () => {
    it("is exact in one region only: both regions create the id, and the last write is kept", async () => {
      let [first, second] = [EMPTY, EMPTY];
      await whileParted(async () => {
        first = await ireland.post({ item_id: "both" });
        second = await frankfurt.post({ item_id: "both" });
      });
      expect([first.status, second.status]).toEqual([201, 201]);
      expect((await ireland.get("both")).json.item).toEqual(second.json.item);
    });

    it("does not match the other region's write of the same version", async () => {
      const base = await ireland.post({ item_id: "versions" });
      await replication.settled();
      const tag = base.headers.get("etag") ?? "";
      let here = EMPTY;
      await whileParted(async () => {
        here = await ireland.post({ item_id: "versions", by: "here" }, { "If-Match": tag });
        await frankfurt.post({ item_id: "versions", by: "there" }, { "If-Match": tag });
      });
      const { json } = await ireland.get("versions");
      expect(json.item).toMatchObject({ by: "there", version: here.json.item.version });
      const stale = { "If-Match": here.headers.get("etag") ?? "" };
      expect(await ireland.post({ item_id: "versions" }, stale)).toMatchObject({ status: 412 });
    });
  });
});
