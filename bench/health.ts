import { bundleFunction } from "../modules/packaging/assets";
import { LocalFunction } from "../tools/local-runtime/functions/local-function";
import { LocalDynamoDb } from "../tools/local-runtime/table/local-dynamodb";
import type { Bench, BenchContext, BenchResult, ResultTable } from "./bench";
import { quantile } from "./load";

const COLD_STARTS = 100;
const ENVIRONMENTS = 10;
const ROUNDS = 40;

/** Longer than the cache lifetime of a result, so that every request writes a heartbeat and reads it back. */
const PAUSE_MS = 2_050;

const EVENT = {
  httpMethod: "GET",
  resource: "/health",
  multiValueHeaders: null,
  multiValueQueryStringParameters: null,
  pathParameters: null,
  body: null,
  isBase64Encoded: false,
  requestContext: { requestId: "bench" },
};

/**
 * Response times of the health function, whose p99 limit is one second. The uploaded bundle runs in a thread, with a DynamoDB on
 * this machine.
 */
export const healthBench: Bench = {
  name: "health",
  summary: "milliseconds of the health function's responses",
  run: async (context: BenchContext): Promise<BenchResult> => ({
    tables: [await context.show(`${COLD_STARTS} cold starts and ${ROUNDS * ENVIRONMENTS} reads`, answers())],
    notes: ["Without the time that AWS adds: network, API Gateway, and a Lambda function with 0.29 CPU."],
  }),
};

async function answers(): Promise<ResultTable> {
  const table = { name: "MyGlobalTable", partitionKey: "item_id" };
  const database = await LocalDynamoDb.start({ region: "eu-west-1", tables: [table] });
  const start = () =>
    new LocalFunction({
      name: "health",
      archive: bundleFunction("lambdas/items/health/handler.ts").path,
      environment: {
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
        AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        TABLE_NAME: table.name,
        BACKEND: "bench-items",
        PEERS: "eu-central-1",
      },
    });

  const cold: number[] = [];
  for (let run = 0; run < COLD_STARTS; run += 1) {
    const began = performance.now();
    const fn = start();
    await ask(fn);
    cold.push(performance.now() - began);
    await fn.close();
  }

  const probes: number[] = [];
  const cached: number[] = [];
  const environments = Array.from({ length: ENVIRONMENTS }, start);
  for (const fn of environments) {
    await ask(fn);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    for (const fn of environments) {
      probes.push(await ask(fn));
      cached.push(await ask(fn));
    }
  }
  await Promise.all(environments.map((fn) => fn.close()));
  await database.close();

  const rows = [
    ["thread, bundle and first heartbeat", ...figures(cold)],
    ["heartbeat, written and read", ...figures(probes)],
    ["cached answer", ...figures(cached)],
  ];
  return { title: "Responses of the health function", header: ["ms", "runs", "p50", "p99", "max"], rows };
}

/** Milliseconds of one response. @throws Error for a status other than 200 */
async function ask(fn: LocalFunction): Promise<number> {
  const began = performance.now();
  const { statusCode } = (await fn.invoke(EVENT)) as { statusCode: number };
  const milliseconds = performance.now() - began;
  if (statusCode !== 200) {
    throw new Error(`health answered ${statusCode} after ${milliseconds.toFixed(0)} ms`);
  }
  return milliseconds;
}

function figures(samples: readonly number[]): string[] {
  return [String(samples.length), ...[0.5, 0.99, 1].map((share) => quantile(samples, share).toFixed(1))];
}
