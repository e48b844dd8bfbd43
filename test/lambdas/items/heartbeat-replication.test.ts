import { isExpression, type Metric } from "../../../modules/monitoring/metric";
import { itemsMetrics } from "../../../stacks/active-active/items-metrics";
import { LocalDynamoDb } from "../../../tools/local-runtime/table/local-dynamodb";
import { Replication } from "../../../tools/local-runtime/table/replication";
import { HealthFunction } from "../../helpers/health-function";
import { heal, isolate } from "../../helpers/partition";

const BACKEND = "sample-test-items";
const [IRELAND, FRANKFURT] = ["eu-west-1", "eu-central-1"] as const;
const TABLES = [{ name: "MyGlobalTable", partitionKey: "item_id" }];

/** Milliseconds that a partition lasts, of this machine's time, like the ages. */
const PARTITION_MS = 1_500;

describe("the age of the other region's heartbeat", () => {
  let ireland: LocalDynamoDb;
  let frankfurt: LocalDynamoDb;
  let replication: Replication;

  beforeAll(async () => {
    [ireland, frankfurt] = (await Promise.all(
      [IRELAND, FRANKFURT].map((region) => LocalDynamoDb.start({ region, tables: TABLES })),
    )) as [LocalDynamoDb, LocalDynamoDb];
    replication = new Replication([ireland, frankfurt], 10);
  });
  afterAll(async () => {
    replication.close();
    await Promise.all([ireland.close(), frankfurt.close()]);
  });

  /** A new execution environment in a region. Its first request observes the other region. */
  const ask = async (database: LocalDynamoDb, peer: string) => {
    const health = new HealthFunction(database.endpoint, { AWS_REGION: database.region, PEERS: peer });
    const answer = await health.ask();
    await health.close();
    return { answer, logs: health.logs };
  };

  /** The value that CloudWatch extracts for a metric of the stacks, or undefined. */
  const extracted = (logs: readonly Record<string, unknown>[], { namespace, name, dimensions }: Metric) => {
    const line = logs.find((it) => it[name] !== undefined);
    if (line) {
      expect(line).toMatchObject({
        ...dimensions,
        level: "INFO",
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: namespace,
              Dimensions: [Object.keys(dimensions)],
              Metrics: [{ Name: name, Unit: "Milliseconds" }],
            },
          ],
        },
      });
    }
    return line?.[name] as number | undefined;
  };
  const oldestIn = (region: string) => itemsMetrics(BACKEND, region).oldestHeartbeatAge;

  it("is unknown before the first heartbeat, which has no effect on health and is not published", async () => {
    const { answer, logs } = await ask(frankfurt, IRELAND);
    expect(answer.status).toBe(200);
    expect(extracted(logs, oldestIn(FRANKFURT))).toBeUndefined();
    expect(logs).toContainEqual(expect.objectContaining({ level: "WARN", peer: IRELAND }));
  });

  it("is published in the log by the name that the alarm and the dashboard read", async () => {
    await ask(ireland, FRANKFURT);
    await replication.settled();
    const { logs } = await ask(frankfurt, IRELAND);
    const age = extracted(logs, oldestIn(FRANKFURT)) ?? Number.NaN;
    expect(age).toBeGreaterThanOrEqual(0);
    const perPeer = { ...oldestIn(FRANKFURT), name: "HeartbeatAge" };
    expect(extracted(logs, { ...perPeer, dimensions: { ...perPeer.dimensions, Peer: IRELAND } })).toBe(age);
    const shown = itemsMetrics(BACKEND, FRANKFURT).oldestHeartbeats;
    expect(isExpression(shown) && shown.expression).toContain(
      'MAX(HeartbeatAge) FROM SCHEMA("Tierra/Items", Backend, Peer, Region)',
    );
  });

  it("rises while replication is severed, and both regions stay healthy; it falls after healing", async () => {
    await ask(ireland, FRANKFURT);
    await replication.settled();
    isolate(replication, IRELAND);
    const severedAt = Date.now();
    while (Date.now() - severedAt < PARTITION_MS) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [here, there] = [await ask(ireland, FRANKFURT), await ask(frankfurt, IRELAND)];
    expect([here.answer.status, there.answer.status]).toEqual([200, 200]);
    const severed = extracted(there.logs, oldestIn(FRANKFURT)) ?? 0;
    expect(severed).toBeGreaterThanOrEqual(PARTITION_MS);
    heal(replication, IRELAND);
    await replication.settled();
    const written = (await ireland.items("MyGlobalTable")).find(({ item_id }) => String(item_id?.S).endsWith(IRELAND));
    const received = (await frankfurt.items("MyGlobalTable")).find(({ item_id }) =>
      String(item_id?.S).endsWith(IRELAND),
    );
    expect(received).toEqual(written);
    expect(Number(written?.written_at?.N)).toBeGreaterThanOrEqual(severedAt + PARTITION_MS);
  });
});
