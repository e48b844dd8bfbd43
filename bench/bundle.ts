import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { unzipSync } from "fflate";
import { bundleFunction } from "../modules/packaging/assets";
import { LocalDynamoDb } from "../tools/local-runtime/local-dynamodb";
import { type RunResult, runProgram } from "../tools/shared/program";
import { REPOSITORY_ROOT } from "../tools/shared/repository";
import { textTable } from "../tools/shared/table";

/**
 * What bundling is worth: bytes that are read, and time from a fresh process to the first answer, of each function's bundle
 * and of the same handler compiled alone with its packages in node_modules. Prints both and their ratio; judges nothing.
 *
 *     npx tsx bench/bundle.ts
 */
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

/** Loads a handler, lets it answer once, and prints the milliseconds since the process began and the code it read. */
const FIRST_ANSWER = `
const [file, event] = process.argv.slice(1);
const { readFileSync } = require("node:fs");
const { handler } = require(file);
const answered = () => {
  const milliseconds = performance.now();
  const read = Object.keys(require.cache).reduce((sum, name) => sum + readFileSync(name).length, 0);
  process.stderr.write(JSON.stringify({ milliseconds, read }), () => process.exit());
};
handler(JSON.parse(event), { awsRequestId: "1", functionName: "bench" }).then(answered, answered);
`;

interface Sample {
  readonly milliseconds: number;
  readonly read: number;
}

async function main(): Promise<void> {
  const table = { name: "MyGlobalTable", partitionKey: "item_id" };
  const database = await LocalDynamoDb.start({ region: "eu-west-1", tables: [table] });
  const rows: string[][] = [];
  for (const [name, event] of Object.entries(EVENTS)) {
    const bundle = bundleFunction(`lambdas/items/${name}/handler.ts`);
    const codes = [bundledCode(bundle.path), plainCode(name)];
    const [bundled, plain] = (await measure(name, event, database.endpoint, codes)) as [Sample, Sample];
    rows.push([
      name,
      String(bundle.bytes),
      String(bundled.read),
      String(plain.read),
      `${(plain.read / bundled.read).toFixed(1)}x`,
      bundled.milliseconds.toFixed(0),
      plain.milliseconds.toFixed(0),
      `${(plain.milliseconds / bundled.milliseconds).toFixed(1)}x`,
    ]);
  }
  await database.close();
  const header = ["function", "zip", "bytes", "unbundled", "ratio", "first answer ms", "unbundled", "ratio"];
  process.stdout.write(`Node ${process.version}, fastest of ${RUNS} fresh processes\n${textTable(header, rows)}\n`);
}

function bundledCode(archive: string): Uint8Array {
  return unzipSync(readFileSync(archive))["handler.js"] ?? new Uint8Array();
}

/** Our own sources in one file, so that no TypeScript compiler is timed; the packages stay outside. */
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

/** Both kinds in turn, so that they meet the same machine; the fastest run of each is the least disturbed one. */
async function measure(name: string, event: object, endpoint: string, codes: readonly Uint8Array[]): Promise<Sample[]> {
  // Inside the repository, where the packages are found.
  const files = codes.map((_, kind) => join(REPOSITORY_ROOT, ".build", `bench-${name}-${kind}.cjs`));
  files.forEach((file, kind) => {
    writeFileSync(file, codes[kind] ?? "");
  });
  const samples: Sample[][] = files.map(() => []);
  try {
    for (let run = 0; run < RUNS; run += 1) {
      for (const [kind, file] of files.entries()) {
        const args = ["-e", FIRST_ANSWER, file, JSON.stringify(event)];
        const result = await runProgram(process.execPath, args, { timeoutSeconds: 30, env: environment(endpoint) });
        samples[kind]?.push(sampleOf(result));
      }
    }
  } finally {
    for (const file of files) {
      rmSync(file);
    }
  }
  return samples.map((all) => all.reduce((best, sample) => (sample.milliseconds < best.milliseconds ? sample : best)));
}

function environment(endpoint: string): Record<string, string> {
  return {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    TABLE_NAME: "MyGlobalTable",
    ISSUERS: JSON.stringify([{ issuer: "https://issuer.example.com", audience: ["items"] }]),
  };
}

function sampleOf({ code, stderr }: RunResult): Sample {
  if (code !== 0) {
    throw new Error(`the function ended with ${code}: ${stderr}`);
  }
  return JSON.parse(stderr) as Sample;
}

void main();
