import { readFileSync } from "node:fs";
import { buildSync } from "esbuild";
import { unzipSync } from "fflate";
import { bundleFunction } from "../modules/packaging/assets";
import { LocalDynamoDb } from "../tools/local-runtime/table/local-dynamodb";
import { REPOSITORY_ROOT } from "../tools/shared/repository";
import type { Bench, BenchContext, BenchResult } from "./bench";
import { type ColdStart, coldStarts } from "./cold-start";

/** New processes of each kind. */
const RUNS = 15;

const PATH_EVENT = {
  httpMethod: "GET",
  resource: "/items/{item_id}",
  multiValueHeaders: { "Content-Type": ["application/json"] },
  multiValueQueryStringParameters: null,
  pathParameters: { item_id: "x" },
  body: '{"item_id":"x"}',
  isBase64Encoded: false,
  requestContext: { requestId: "bench" },
};

const EVENTS: Readonly<Record<string, object>> = {
  "get-item": PATH_EVENT,
  "create-item": PATH_EVENT,
  health: PATH_EVENT,
  authorizer: { type: "TOKEN", authorizationToken: "Bearer a.b.c", methodArn: "arn:aws:execute-api:x:1:api/dev/GET/x" },
};

/**
 * The effect of bundles: bytes read and time from process start to the first response. Compares each function's bundle with the
 * same handler compiled alone, with its packages in node_modules.
 */
export const bundleBench: Bench = {
  name: "bundle",
  summary:
    "bytes and milliseconds to the first response of each function's bundle, compared with the same handler unbundled",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const table = { name: "MyGlobalTable", partitionKey: "item_id" };
    const database = await LocalDynamoDb.start({ region: "eu-west-1", tables: [table] });
    const runs = context.runs ?? RUNS;
    const rows: string[][] = [];
    for (const [name, event] of Object.entries(EVENTS)) {
      rows.push(await context.show(`${runs} cold starts of ${name}`, compare(name, event, database.endpoint, runs)));
    }
    await database.close();
    return {
      tables: [
        {
          title: "First response of a new process",
          header: [
            "function",
            "zip bytes",
            "bytes read",
            "unbundled",
            "Tierra / this",
            "ms",
            "unbundled",
            "Tierra / this",
          ],
          rows,
        },
      ],
      notes: [`Medians of ${runs} new processes of each kind, alternately, with a DynamoDB on this machine.`],
    };
  },
};

async function compare(name: string, event: object, endpoint: string, runs: number): Promise<string[]> {
  const bundle = bundleFunction(`lambdas/items/${name}/handler.ts`);
  const codes = [bundledCode(bundle.path), plainCode(name)];
  const [bundled, plain] = (await coldStarts(name, event, endpoint, codes, runs)) as [ColdStart, ColdStart];
  return [
    name,
    String(bundle.bytes),
    String(bundled.read),
    String(plain.read),
    `${(bundled.read / plain.read).toFixed(2)} x`,
    bundled.milliseconds.toFixed(0),
    plain.milliseconds.toFixed(0),
    `${(bundled.milliseconds / plain.milliseconds).toFixed(2)} x`,
  ];
}

function bundledCode(archive: string): Uint8Array {
  return unzipSync(readFileSync(archive))["handler.js"] ?? new Uint8Array();
}

/** Tierra's sources in one file, so that no TypeScript compiler is measured. Packages are not included. */
function plainCode(name: string): Uint8Array {
  const { outputFiles } = buildSync({
    absWorkingDir: REPOSITORY_ROOT,
    entryPoints: [`lambdas/items/${name}/handler.ts`],
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node22",
    format: "cjs",
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
