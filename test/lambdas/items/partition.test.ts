import { Replication } from "../../../tools/local-runtime/table/replication";
import { ItemsRegion } from "../../helpers/items-region";
import { heal, isolate } from "../../helpers/partition";

/** Acknowledged writes of each kind in each region. */
const WRITES = 24;

/**
 * In the style of Jepsen: two clients, one in each region, write continuously and record every acknowledged write, while the regions
 * are separated and reconnected. Afterwards the test compares the records with the tables.
 */
describe("writes during a partition", () => {
  let regions: ItemsRegion[];
  let replication: Replication;

  /** Ids of acknowledged unique writes, with their region. */
  const acknowledged = new Map<string, string>();
  /** Acknowledged increments of the shared counter, by read and overwrite with If-Match. */
  let increments = 0;
  /** Regions that acknowledged the creation of the same id. */
  const winners: string[] = [];

  beforeAll(async () => {
    regions = await Promise.all([ItemsRegion.start("eu-west-1"), ItemsRegion.start("eu-central-1")]);
    replication = new Replication(
      regions.map(({ database }) => database),
      20,
    );
    await regions[0]?.post({ item_id: "counter", n: 0 });
    await replication.settled();

    // Both clients have written half when the regions are parted, however fast each of them is.
    let halfWay = 0;
    let part: () => void = () => undefined;
    const parted = new Promise<void>((resolve) => {
      part = resolve;
    });
    const client = async (region: ItemsRegion, name: string) => {
      for (let n = 0; n < WRITES; n += 1) {
        const id = `${name}-${n}`;
        const { status } = await region.post({ item_id: id, n }, { "Idempotency-Key": id });
        if (status === 201) {
          acknowledged.set(id, name);
        }
        const seen = await region.get("counter");
        const match = { "If-Match": seen.headers.get("etag") ?? "" };
        const next = await region.post({ item_id: "counter", n: seen.json.item.n + 1 }, match);
        increments += next.status === 200 ? 1 : 0;
        if (n + 1 === WRITES / 2) {
          halfWay += 1;
          if (halfWay === 2) {
            isolate(replication, "eu-west-1");
            part();
          }
          await parted;
        }
      }
      if ((await region.post({ item_id: "one winner" })).status === 201) {
        winners.push(name);
      }
    };
    await Promise.all([client(regions[0] as ItemsRegion, "ireland"), client(regions[1] as ItemsRegion, "frankfurt")]);
    // Written after the partition began, and still on the way.
    expect(replication.pending).toBeGreaterThan(0);
    heal(replication, "eu-west-1");
    await replication.settled();
  });
  afterAll(async () => {
    replication.close();
    await Promise.all(regions.map((region) => region.close()));
  });

  it("converge to the same items in both regions", async () => {
    const [here, there] = await Promise.all(regions.map((region) => region.items()));
    expect(here).toEqual(there);
    expect(here?.length).toBe(2 * WRITES + 2);
  });

  it("are kept in both regions if they were acknowledged under their own key", async () => {
    expect(acknowledged.size).toBe(2 * WRITES);
    for (const region of regions) {
      const held = new Set((await region.items()).map((item) => String(item.item_id?.S)));
      expect([...acknowledged.keys()].filter((id) => !held.has(id))).toEqual([]);
    }
  });

  it("are not repeated by a retry in the other region", async () => {
    for (const [id, name] of [...acknowledged].filter((_, index) => index % 10 === 0)) {
      const other = regions[name === "ireland" ? 1 : 0] as ItemsRegion;
      const answer = await other.post({ item_id: id, n: Number(id.split("-")[1]) }, { "Idempotency-Key": id });
      expect([answer.status, answer.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
    }
    expect(replication.pending).toBe(0);
  });

  it("lose acknowledged increments of a shared counter, so that the API offers no counters", async () => {
    const { json } = await (regions[0] as ItemsRegion).get("counter");
    expect(json.item.n).toBeLessThan(increments);
    expect(json.item.n).toBeGreaterThanOrEqual(WRITES / 2);
  });

  it("are acknowledged by both regions for the same id, and one of them is kept", async () => {
    expect(winners.sort()).toEqual(["frankfurt", "ireland"]);
    const [here, there] = await Promise.all(regions.map((region) => region.get("one winner")));
    expect(here?.json.item).toEqual(there?.json.item);
  });
});
