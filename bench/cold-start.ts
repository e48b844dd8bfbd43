import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunResult, runProgram } from "../tools/shared/program";
import { BENCH_SCRATCH } from "./scratch";
import { median } from "./statistics";

/** The first response of a new process. */
export interface ColdStart {
  /** Milliseconds from the start of the process. */
  readonly milliseconds: number;
  /** Bytes of code that the process read. */
  readonly read: number;
}

/** Loads a handler, invokes it once, and prints the milliseconds since the process started and the bytes of code read. */
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

/**
 * Medians of `runs` cold starts of each code, run alternately.
 *
 * @param codes JavaScript of the handler, one file each
 * @throws Error when a function fails
 */
export async function coldStarts(
  name: string,
  event: object,
  endpoint: string,
  codes: readonly Uint8Array[],
  runs: number,
): Promise<ColdStart[]> {
  // Inside the repository, so that Node finds the packages.
  const files = codes.map((_, kind) => join(BENCH_SCRATCH, `${name}-${kind}.cjs`));
  mkdirSync(BENCH_SCRATCH, { recursive: true });
  files.forEach((file, kind) => {
    writeFileSync(file, codes[kind] ?? "");
  });
  const samples: ColdStart[][] = files.map(() => []);
  try {
    for (let run = 0; run < runs; run += 1) {
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
  return samples.map((all) => ({
    milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
    read: median(all.map(({ read }) => read)),
  }));
}

function environment(endpoint: string): Record<string, string> {
  return {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    TABLE_NAME: "MyGlobalTable",
    BACKEND: "bench-items",
    ISSUERS: JSON.stringify([{ issuer: "https://issuer.example.com", audience: ["items"] }]),
  };
}

function sampleOf({ code, stderr }: RunResult): ColdStart {
  if (code !== 0) {
    throw new Error(`the function ended with ${code}: ${stderr}`);
  }
  return JSON.parse(stderr) as ColdStart;
}
