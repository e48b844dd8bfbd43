import { invocationArn } from "../modules/functions/invocation-arn";
import { bundleFunction } from "../modules/packaging/assets";
import { apiDescription } from "../modules/packaging/openapi";
import { ApiListener } from "../tools/local-runtime/api/api-listener";
import { LocalRestApi } from "../tools/local-runtime/api/local-rest-api";
import { LocalFunction } from "../tools/local-runtime/functions/local-function";
import { LocalDynamoDb } from "../tools/local-runtime/table/local-dynamodb";
import type { Bench, BenchContext, BenchResult } from "./bench";
import { type Answers, load, type Target } from "./load";
import { median } from "./statistics";

/** Counted rounds of each target. */
const ROUNDS = 7;
const REQUESTS = 400;
const CONNECTIONS = 4;
const TABLE = "MyGlobalTable";
const ACCOUNT = "123456789012";
const FUNCTIONS = ["get-item", "create-item", "health"];

/** The description of the stack, with the short names of the functions. */
const DESCRIPTION = apiDescription({
  path: "lambdas/items/openapi.yaml",
  invocations: Object.fromEntries(
    FUNCTIONS.map((name) => [name, invocationArn(name, { accountId: ACCOUNT, region: "eu-west-1", alias: "live" })]),
  ),
});

/** Compares HTTP requests to the functions with the single DynamoDB request that each function sends. */
export const handlerBench: Bench = {
  name: "handler",
  summary: "requests per second and milliseconds of the items functions over HTTP, compared with their table alone",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const rounds = context.runs ?? ROUNDS;
    const region = await Region.start();
    const targets = region.targets();
    const found = new Map(targets.map(({ name }): [string, Answers[]] => [name, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const target of targets) {
        context.tell(`${round === 0 ? "warm-up" : `round ${round} of ${rounds}`}: ${target.name}`);
        const answers = await load(target, REQUESTS, CONNECTIONS);
        if (round > 0) {
          found.get(target.name)?.push(answers);
        }
      }
    }
    await region.close();
    const rate = (name: string) => median(found.get(name)?.map(({ perSecond }) => perSecond) ?? []);
    return {
      tables: [
        {
          title: "Responses over HTTP",
          header: ["", "requests/s", "p50 ms", "p99 ms", "rate of Tierra / this"],
          rows: targets.map(({ name, beside }) => [
            name,
            rate(name).toFixed(0),
            median(found.get(name)?.map(({ p50 }) => p50) ?? []).toFixed(1),
            median(found.get(name)?.map(({ p99 }) => p99) ?? []).toFixed(1),
            beside ? `${(rate(beside) / rate(name)).toFixed(2)} x` : "",
          ]),
        },
      ],
      notes: [
        `Medians of ${rounds} rounds of ${REQUESTS} requests over ${CONNECTIONS} connections, alternately, after an uncounted warm-up.`,
        "Client, API, table and functions share one process. The functions are threads with the uploaded bundles. The table is dynalite.",
      ],
    };
  },
};

/** The items API on this machine. */
class Region {
  private readonly listener: ApiListener;
  private readonly database: LocalDynamoDb;
  private readonly functions: readonly LocalFunction[];

  private constructor(listener: ApiListener, database: LocalDynamoDb, functions: readonly LocalFunction[]) {
    this.listener = listener;
    this.database = database;
    this.functions = functions;
  }

  static async start(): Promise<Region> {
    const database = await LocalDynamoDb.start({
      region: "eu-west-1",
      tables: [{ name: TABLE, partitionKey: "item_id" }],
    });
    const start = (name: string) =>
      new LocalFunction({
        name,
        archive: bundleFunction(`lambdas/items/${name}/handler.ts`).path,
        environment: {
          AWS_REGION: "eu-west-1",
          AWS_ACCESS_KEY_ID: "local",
          AWS_SECRET_ACCESS_KEY: "local",
          AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
          TABLE_NAME: TABLE,
        },
      });
    const functions = new Map(FUNCTIONS.map((name) => [name, start(name)]));
    const api = new LocalRestApi({
      region: "eu-west-1",
      accountId: ACCOUNT,
      api: { stage: "dev", description: JSON.parse(DESCRIPTION), throttles: {} },
      invoke: async (name, event) => ({ result: await functions.get(name)?.invoke(event), coldStart: false }),
    });
    const listener = await ApiListener.start({ handler: api });
    await database.call("PutItem", { TableName: TABLE, Item: { item_id: { S: "one" }, data: { S: "x".repeat(500) } } });
    return new Region(listener, database, [...functions.values()]);
  }

  /** Each function, followed by the DynamoDB request that it is compared with. */
  targets(): Target[] {
    let next = 0;
    const json = { "Content-Type": "application/json" };
    const dynamoDb = (action: string, input: () => object) => ({
      url: this.database.endpoint,
      request: () => ({
        method: "POST",
        headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": `DynamoDB_20120810.${action}` },
        body: JSON.stringify(input()),
      }),
    });
    const item = () => ({ item_id: `item-${next++}`, data: "x".repeat(500) });
    return [
      { name: "GET /items/{item_id}", url: `${this.listener.url}/items/one`, request: () => ({ method: "GET" }) },
      {
        name: "GetItem of dynalite",
        beside: "GET /items/{item_id}",
        ...dynamoDb("GetItem", () => ({ TableName: TABLE, Key: { item_id: { S: "one" } } })),
      },
      {
        name: "POST /items",
        url: `${this.listener.url}/items`,
        request: () => ({ method: "POST", headers: json, body: JSON.stringify(item()) }),
      },
      {
        name: "PutItem of dynalite",
        beside: "POST /items",
        ...dynamoDb("PutItem", () => {
          const { item_id, data } = item();
          return { TableName: TABLE, Item: { item_id: { S: item_id }, data: { S: data } } };
        }),
      },
    ];
  }

  async close(): Promise<void> {
    await this.listener.close();
    await Promise.all(this.functions.map((one) => one.close()));
    await this.database.close();
  }
}
