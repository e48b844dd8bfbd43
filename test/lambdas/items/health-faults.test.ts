import { LocalDynamoDb } from "../../../tools/local-runtime/table/local-dynamodb";
import { eventually } from "../../helpers/eventually";
import { type Fault, FaultyEndpoint } from "../../helpers/faulty-endpoint";
import { type HealthAnswer, HealthFunction } from "../../helpers/health-function";

/** Every way in which a request to DynamoDB fails. */
const FAULTS: readonly Fault[] = [
  "refused",
  "hangs",
  "halts",
  "garbled",
  "throttled",
  "hot key",
  "over quota",
  "broken",
  "out of service",
  "denied",
  "key disabled",
  "missing",
  "not active",
  "conflict",
  "replication conflict",
];

const ACTIONS = { write: "PutItem", read: "GetItem" } as const;
type Check = keyof typeof ACTIONS;
const CHECKS = Object.keys(ACTIONS) as Check[];

const NO_INTERNALS = /arn:|secret|Exception|ECONN|MyGlobalTable|127\.0\.0\.1|stack|\bat |_tierra/;

/** Pause between two requests, in milliseconds. The checkers of three regions together send one less often. */
const PAUSE_MS = 100;

/** What one execution environment answers while the table fails, and afterwards. */
interface Seen {
  readonly before: HealthAnswer;
  /** Answers from the start of the fault, up to the first 503. */
  readonly during: readonly HealthAnswer[];
  /** Failed checks that were logged until then. */
  readonly failures: readonly string[];
  readonly after: HealthAnswer;
}

describe("health while the table fails", () => {
  const seen = new Map<string, Seen>();
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    const database = await LocalDynamoDb.start({
      region: "eu-west-1",
      tables: [{ name: "MyGlobalTable", partitionKey: "item_id" }],
    });
    opened.push(database);
    const start = async (fault: Fault, check: Check) => {
      const endpoint = await FaultyEndpoint.before(database.endpoint);
      const health = new HealthFunction(endpoint.url);
      opened.push(endpoint, health);
      const before = await eventually(() => answered(health, 200), "a first 200", PAUSE_MS);
      return { fault, check, endpoint, health, before };
    };
    const meet = async ({ fault, check, endpoint, health, before }: Awaited<ReturnType<typeof start>>) => {
      const known = health.logs.length;
      endpoint.affects = (action) => action === ACTIONS[check];
      endpoint.fault = fault;
      const during: HealthAnswer[] = [];
      await eventually(
        async () => {
          during.push(await health.ask());
          return during.at(-1)?.status === 503 ? true : undefined;
        },
        `503 for ${check} ${fault}`,
        PAUSE_MS,
      );
      const messages = health.logs.slice(known).map(({ message }) => message);
      const failures = messages.flatMap((message) => /^heartbeat (\w+) failed$/.exec(message)?.[1] ?? []);
      endpoint.fault = "none";
      const after = await eventually(() => answered(health, 200), "200 after the fault", PAUSE_MS);
      seen.set(`${fault} ${check}`, { before, during, failures, after });
    };
    // The faults start when every function has started, so that only they affect the answers.
    const ready = await Promise.all(CHECKS.flatMap((check) => FAULTS.map((fault) => start(fault, check))));
    await Promise.all(ready.map(meet));
  });
  afterAll(async () => {
    for (const each of opened.reverse()) {
      await each.close();
    }
  });

  describe.each(CHECKS)("only %ss fail", (check) => {
    const other = check === "read" ? "write" : "read";

    it.each(FAULTS)("%s: one failure is healthy, three in a row are not, and one success is healthy again", (fault) => {
      const { before, during, failures, after } = seen.get(`${fault} ${check}`) as Seen;
      expect(before.json).toMatchObject({ status: "ok", checks: { read: { status: "ok" }, write: { status: "ok" } } });
      const last = during.at(-1) as HealthAnswer;
      expect(last.json).toMatchObject({ status: "unavailable", region: "eu-west-1" });
      expect(last.json.checks).toEqual({
        [check]: { status: "failed" },
        [other]: { status: "ok", duration_ms: expect.any(Number) },
      });
      expect(last.retryAfter).toBe("2");
      expect(failures).toEqual([check, check, check]);
      const masked = during.filter(({ json }) => json.status === "ok" && json.checks[check].status === "failed");
      expect(masked.length).toBeGreaterThan(0);
      expect(after.status).toBe(200);
    });

    it.each(FAULTS)("%s: the answers have no internals", (fault) => {
      for (const { text } of (seen.get(`${fault} ${check}`) as Seen).during) {
        expect(text).not.toMatch(NO_INTERNALS);
      }
    });
  });
});

describe("health while the other region's heartbeat cannot be read", () => {
  it.each(["hangs", "halts", "denied"] as const)("%s: answers 200 in time, and publishes no age", async (fault) => {
    const table = { name: "MyGlobalTable", partitionKey: "item_id" };
    const database = await LocalDynamoDb.start({ region: "eu-west-1", tables: [table] });
    const endpoint = await FaultyEndpoint.before(database.endpoint);
    endpoint.affects = (_action, body) => body.includes("_tierra_heartbeat_eu-central-1");
    endpoint.fault = fault;
    const health = new HealthFunction(endpoint.url, { PEERS: "eu-central-1" });
    const { status } = await health.ask();
    await health.close();
    await endpoint.close();
    await database.close();
    expect(status).toBe(200);
    expect(health.logs.map(({ message }) => message)).toEqual([
      "heartbeats of other regions not read",
      "no heartbeat of another region",
      "answered",
    ]);
  });
});

async function answered(health: HealthFunction, status: number): Promise<HealthAnswer | undefined> {
  const answer = await health.ask();
  return answer.status === status ? answer : undefined;
}
