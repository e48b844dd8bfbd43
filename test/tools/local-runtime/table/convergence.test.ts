import fc from "fast-check";
import { DynaliteStore } from "../../../../tools/local-runtime/table/dynalite-store";
import type { ItemJson } from "../../../../tools/local-runtime/table/item-write";
import { LocalDynamoDb } from "../../../../tools/local-runtime/table/local-dynamodb";
import { placeOf } from "../../../../tools/local-runtime/table/local-table";
import { Replication } from "../../../../tools/local-runtime/table/replication";
import type { ReplicatedRegion } from "../../../../tools/local-runtime/table/replication-link";
import { heal } from "../../../helpers/partition";
import { VirtualClock } from "../../../helpers/virtual-clock";

const TABLES = [{ name: "Items", partitionKey: "id" }];
const NAMES = ["eu-west-1", "eu-central-1", "us-east-1", "us-west-2"];

/** Turns of the event loop that a write of dynalite needs, with a reserve. */
const TURNS = 12;

interface WriteStep {
  readonly type: "put" | "update" | "delete" | "batch" | "transact";
  readonly region: number;
  readonly item: number;
}

interface LinkStep {
  readonly type: "sever" | "mend";
  readonly from: number;
  readonly to: number;
}

type Step = WriteStep | LinkStep | { readonly type: "wait"; readonly ms: number };

const index = fc.nat({ max: 3 });
const WRITE: fc.Arbitrary<WriteStep> = fc.record({
  type: fc.constantFrom("put", "update", "delete", "batch", "transact"),
  region: index,
  item: index,
});
const LINK: fc.Arbitrary<LinkStep> = fc.record({ type: fc.constantFrom("sever", "mend"), from: index, to: index });
const WAIT = fc.record({ type: fc.constant("wait" as const), ms: fc.nat({ max: 1_500 }) });
const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: WRITE },
  { weight: 2, arbitrary: LINK },
  { weight: 2, arbitrary: WAIT },
);

/** A region whose deliveries fail as `fails` decides, before or after the write is stored. */
function unreliable(database: LocalDynamoDb, fails: () => "before" | "after" | "never"): ReplicatedRegion {
  const { region, replica } = database;
  return {
    region,
    replica: {
      onWrite: (listener) => replica.onWrite(listener),
      lacks: (place, stamp) => replica.lacks(place, stamp),
      forgetDeleted: (before) => replica.forgetDeleted(before),
      snapshot: (lacks) => replica.snapshot(lacks),
      apply: async (write) => {
        const failure = fails();
        if (failure !== "before") {
          await replica.apply(write);
        }
        if (failure !== "never") {
          throw new Error("the delivery fails");
        }
      },
    },
  };
}

/** The request of a step. Every value is unique. */
function requestOf(type: Step["type"], id: string, value: string): [string, object] {
  const [Item, Key] = [{ id: { S: id }, value: { S: value } }, { id: { S: id } }];
  const other = { id: { S: `${id}-pair` }, value: { S: value } };
  switch (type) {
    case "put":
      return ["PutItem", { TableName: "Items", Item }];
    case "delete":
      return ["DeleteItem", { TableName: "Items", Key }];
    case "batch":
      return [
        "BatchWriteItem",
        { RequestItems: { Items: [{ PutRequest: { Item } }, { PutRequest: { Item: other } }] } },
      ];
    case "transact":
      return [
        "TransactWriteItems",
        { TransactItems: [{ Put: { TableName: "Items", Item } }, { Put: { TableName: "Items", Item: other } }] },
      ];
    default:
      return [
        "UpdateItem",
        {
          TableName: "Items",
          Key,
          UpdateExpression: "SET #v = :v",
          ExpressionAttributeNames: { "#v": "value" },
          ExpressionAttributeValues: { ":v": { S: value } },
        },
      ];
  }
}

/** The item that a write leaves. */
type Last = Map<string, string | undefined>;

function recordIn(last: Last, type: Step["type"], id: string, value: string): void {
  last.set(id, type === "delete" ? undefined : value);
  if (type === "batch" || type === "transact") {
    last.set(`${id}-pair`, value);
  }
}

describe("regions of a global table", () => {
  let clock: VirtualClock;
  let databases: LocalDynamoDb[];
  let replication: Replication | undefined;

  const start = async (regions: readonly string[]) => {
    clock = new VirtualClock(TURNS);
    databases = await Promise.all(regions.map((region) => LocalDynamoDb.start({ region, tables: TABLES, clock })));
  };
  const close = async () => {
    replication?.close();
    await Promise.all(databases.splice(0).map((database) => database.close()));
  };
  afterEach(close);

  /** Performs the steps. Returns the last write of every item. */
  const perform = async (steps: readonly Step[], regions: readonly string[]) => {
    const last: Last = new Map();
    for (const [number, step] of steps.entries()) {
      if ("ms" in step) {
        await clock.advance(step.ms);
      } else if ("from" in step) {
        const [from = "", to = ""] = [regions[step.from % regions.length], regions[step.to % regions.length]];
        if (from !== to) {
          replication?.[step.type](from, to);
        }
      } else {
        await clock.advance(1);
        const [id, value] = [`item-${step.item}`, `write-${number}`];
        const [action, input] = requestOf(step.type, id, value);
        const database = databases[step.region % regions.length];
        expect(await database?.client(action, input)).toMatchObject({ status: 200 });
        recordIn(last, step.type, id, value);
      }
    }
    return last;
  };

  it("converge to the last acknowledged write of every item, after any severing, delay and failure of deliveries", async () => {
    const property = fc
      .asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.array(STEP, { minLength: 10, maxLength: 40 }),
        fc.infiniteStream(fc.constantFrom("never", "never", "before", "after")),
        fc.infiniteStream(fc.nat({ max: 2_000 })),
        async (count, steps, failures, delays) => {
          const regions = NAMES.slice(0, count);
          await start(regions);
          const fails = () => failures.next().value as "never";
          const members = databases.map((database) => unreliable(database, fails));
          replication = new Replication(members, () => delays.next().value as number, clock);
          const last = await perform(steps, regions);
          for (const region of regions) {
            heal(replication, region);
          }
          for (let second = 0; replication.pending > 0 && second < 2_000; second += 1) {
            await clock.advance(1_000);
          }
          expect(replication.pending).toBe(0);
          const kept = [...last].flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])).sort();
          for (const database of databases) {
            const items = await database.items("Items");
            expect(items.map(({ id, value }: ItemJson) => [id?.S, value?.S]).sort()).toEqual(kept);
          }
        },
      )
      .afterEach(close);
    await fc.assert(property, { numRuns: 25, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true });
  }, 30_000);

  it("repeat a delivery that the other region's table did not store", async () => {
    await start(["eu-west-1", "eu-central-1"]);
    replication = new Replication(databases, 100, clock);
    await databases[0]?.client("PutItem", { TableName: "Items", Item: { id: { S: "once" } } });
    const failing = jest.spyOn(DynaliteStore.prototype, "call").mockRejectedValueOnce(new Error("not stored"));
    await clock.advance(120);
    expect(failing).toHaveBeenCalledTimes(1);
    failing.mockRestore();
    expect(replication.pending).toBe(1);
    await clock.advance(1_000);
    expect(replication.pending).toBe(0);
    expect(await databases[1]?.items("Items")).toEqual([{ id: { S: "once" } }]);
  });

  it("deliver only the last write of an item that was written often while the link was severed", async () => {
    await start(["eu-west-1", "eu-central-1"]);
    const [west, central] = databases as [LocalDynamoDb, LocalDynamoDb];
    const applied = jest.spyOn(central.replica, "apply");
    replication = new Replication(databases, 100, clock);
    replication.sever("eu-west-1", "eu-central-1");
    for (let number = 1; number <= 50; number += 1) {
      for (const id of ["often", "too"]) {
        await west.client("PutItem", { TableName: "Items", Item: { id: { S: id }, number: { N: `${number}` } } });
      }
      await clock.advance(1_000);
    }
    const link = replication.links.find(({ from }) => from === "eu-west-1");
    expect(link).toMatchObject({ pending: 100, ageMs: 50_000 });
    replication.mend("eu-west-1", "eu-central-1");
    await clock.advance(1_000);
    expect(link).toMatchObject({ pending: 0, ageMs: 0 });
    expect(applied).toHaveBeenCalledTimes(2);
    expect((await central.items("Items")).map(({ number }) => number?.N)).toEqual(["50", "50"]);
  });

  it("keep what they know about a deletion until all regions have it", async () => {
    await start(["eu-west-1", "eu-central-1"]);
    const [west, central] = databases as [LocalDynamoDb, LocalDynamoDb];
    replication = new Replication(databases, 100, clock);
    const write = (id: string) => west.client("PutItem", { TableName: "Items", Item: { id: { S: id } } });
    await write("gone");
    replication.sever("eu-west-1", "eu-central-1");
    await west.client("DeleteItem", { TableName: "Items", Key: { id: { S: "gone" } } });
    const known = () =>
      databases.map(({ replica }) => replica.stampOf(placeOf("Items", { id: { S: "gone" } })) !== undefined);
    await clock.advance(60_000);
    await write("other");
    expect(known()).toEqual([true, false]);
    replication.mend("eu-west-1", "eu-central-1");
    await clock.advance(9_000);
    await write("other");
    expect(known()).toEqual([true, true]);
    await clock.advance(11_000);
    await write("other");
    expect(known()).toEqual([false, false]);
    await clock.advance(1_000);
    expect(await central.items("Items")).toEqual([{ id: { S: "other" } }]);
  });

  it("keep the write of the region that is last by name, of two at the same time", async () => {
    await start(["eu-west-1", "eu-central-1"]);
    replication = new Replication(databases, 100, clock);
    for (const database of databases) {
      await database.client("PutItem", { TableName: "Items", Item: { id: { S: "same" }, by: { S: database.region } } });
    }
    await clock.advance(1_000);
    for (const database of databases) {
      expect(await database.items("Items")).toEqual([{ id: { S: "same" }, by: { S: "eu-west-1" } }]);
    }
  });
});
