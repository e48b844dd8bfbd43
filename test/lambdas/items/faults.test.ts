import { eventually } from "../../helpers/eventually";
import { type Fault, FaultyEndpoint } from "../../helpers/faulty-endpoint";
import { type Answer, ItemsRegion } from "../../helpers/items-region";

/**
 * Timeouts of the functions in seconds, counted in turns of their own threads, so that a slow machine slows both. If a function
 * answers itself, it answered in time. One call of the table may take 3 s, the probe 0.9 s. Route 53's checkers wait 2 s.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
const LIMITS = { "get-item": 3.1, "create-item": 3.1, health: 1 };

const FAULTS: readonly Fault[] = ["refused", "hangs", "throttled", "broken"];

const NO_INTERNALS = /arn:|secret|Exception|ECONN|MyGlobalTable|127\.0\.0\.1|stack|\bat /;

interface Seen {
  readonly items: readonly Answer[];
  readonly health: Answer;
}

/** The first answer 200 of the health function, which caches results for two seconds of its own time. */
function healthy(region: ItemsRegion): Promise<Answer> {
  return eventually(async () => {
    const answer = await region.health();
    return answer.status === 200 ? answer : undefined;
  }, "health's 200");
}

/** A region whose functions connect to their table through a faulty endpoint. */
async function start() {
  const behind = await ItemsRegion.start();
  const endpoint = await FaultyEndpoint.before(behind.database.endpoint);
  const region = await ItemsRegion.start("eu-west-1", { AWS_ENDPOINT_URL_DYNAMODB: endpoint.url }, LIMITS);
  const close = async () => {
    await region.close();
    await endpoint.close();
    await behind.close();
  };
  return { region, endpoint, close };
}

describe("items API with a faulty table", () => {
  const seen = new Map<Fault, Seen>();
  let healed: Answer;

  beforeAll(async () => {
    const meet = async (fault: Fault) => {
      const { region, endpoint, close } = await start();
      try {
        endpoint.fault = fault;
        const [read, write, health] = await Promise.all([
          region.get("x"),
          region.post({ item_id: "x" }),
          region.health(),
        ]);
        seen.set(fault, { items: [read, write], health });
        if (fault === "refused") {
          endpoint.fault = "none";
          healed = await healthy(region);
        }
      } finally {
        await close();
      }
    };
    await Promise.all(FAULTS.map(meet));
  });

  it.each(FAULTS)("%s: reads and writes answer 503 with Retry-After in a bounded time, without internals", (fault) => {
    for (const answer of (seen.get(fault) as Seen).items) {
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
      expect(answer.json.error).toMatchObject({ code: "unavailable", request_id: expect.any(String) });
      expect(answer.text).not.toMatch(NO_INTERNALS);
    }
  });

  it.each(FAULTS)("%s: health answers 503 at once in a new environment, within a checker's timeout", (fault) => {
    const answer = (seen.get(fault) as Seen).health;
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(answer.json).toEqual({
      status: "unavailable",
      region: "eu-west-1",
      checks: { read: { status: "failed" }, write: { status: "failed" } },
    });
  });

  it("health answers 200 when the table works again", () => {
    expect(healed).toMatchObject({ status: 200, json: { status: "ok", checks: { write: { status: "ok" } } } });
  });
});

describe("items API when one attempt fails", () => {
  it("retries an attempt without an answer", async () => {
    const { region, endpoint, close } = await start();
    endpoint.fault = "stalls";
    const { status } = await region.post({ item_id: "stalled once" });
    await close();
    expect(status).toBe(201);
    expect(endpoint.attempts.slice(0, 2)).toEqual(new Array(2).fill({ ...endpoint.attempts[0], action: "PutItem" }));
  });

  it("finds its own write after a retry of the SDK, and answers 201", async () => {
    const { region, endpoint, close } = await start();
    endpoint.fault = "lost";
    const { status, json } = await region.post({ item_id: "lost once" });
    await close();
    expect([status, json.item.version]).toEqual([201, 1]);
    // The write, the write again, and the read that found it.
    expect(endpoint.attempts.map(({ action }) => action)).toEqual(["PutItem", "PutItem", "GetItem"]);
  });
});

describe("health", () => {
  it("writes one heartbeat and reads it back for many requests", async () => {
    const { region, endpoint, close } = await start();
    const answers = await Promise.all(Array.from({ length: 10 }, () => region.health()));
    await close();
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(endpoint.attempts.map(({ action }) => action)).toEqual(["PutItem", "GetItem"]);
  });

  it("answers 503 when DynamoDB refuses connections", async () => {
    const endpoint = await FaultyEndpoint.before("http://127.0.0.1:1");
    await endpoint.close();
    const region = await ItemsRegion.start("eu-west-1", { AWS_ENDPOINT_URL_DYNAMODB: endpoint.url }, LIMITS);
    const { status, json } = await region.health();
    await region.close();
    expect([status, json.status]).toEqual([503, "unavailable"]);
  });

  it("keeps its heartbeat from callers of the API", async () => {
    const region = await ItemsRegion.start("eu-west-1", {}, LIMITS);
    await region.health();
    const [heartbeat] = await region.items();
    const id = String(heartbeat?.item_id?.S);
    const [read, write] = await Promise.all([region.get(id), region.post({ item_id: id }, {}, "?overwrite=true")]);
    await region.close();
    expect(heartbeat).toEqual({
      item_id: { S: "_tierra_heartbeat_eu-west-1" },
      region: { S: "eu-west-1" },
      written_at: { N: expect.any(String) },
      sequence: { N: "1" },
    });
    expect([read, write].map(({ status, json }) => [status, json.error.code])).toEqual(
      new Array(2).fill([400, "invalid_item_id"]),
    );
  });

  it("answers 503 without a table; reads answer 500 without details, which are in the log", async () => {
    const region = await ItemsRegion.start("eu-west-1", { TABLE_NAME: "NoSuchTable" }, LIMITS);
    const [health, read] = await Promise.all([region.health(), region.get("x")]);
    const logged = await region.log(({ status }) => status === 500);
    await region.close();
    expect([health.status, read.status]).toEqual([503, 500]);
    expect(read.text).not.toMatch(/NoSuchTable|ResourceNotFound/);
    expect(logged).toMatchObject({ level: "ERROR", exception_name: "ResourceNotFoundException" });
  });

  it.each(["MyGlobalTable", "NoSuchTable"])(
    "answers the status of the drill switch STATUS, with the table %s",
    async (table) => {
      const region = await ItemsRegion.start("eu-west-1", { STATUS: "503", TABLE_NAME: table }, LIMITS);
      const answer = await region.health();
      const heartbeats = await region.items();
      await region.close();
      expect(answer).toMatchObject({ status: 503, json: { status: "drill", region: "eu-west-1", checks: {} } });
      // A drill does not stop the heartbeats, so that the other regions do not report a fault of replication.
      expect(heartbeats.length).toBe(table === "MyGlobalTable" ? 1 : 0);
    },
  );
});
