import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { Agent, request as send } from "node:http";
import { join } from "node:path";
import { scripts } from "../package.json";
import { readAll } from "../tools/local-runtime/loopback-server";
import { LOCAL_ACCESS_KEY } from "../tools/local-runtime/runtime/local-access-key";
import { RunFile } from "../tools/local-runtime/runtime/run-file";
import { endWithCommand } from "../tools/shared/interruption";
import { REPOSITORY_ROOT } from "../tools/shared/repository";
import { type SignedRequest, signRequest } from "../tools/shared/sign-request";
import type { Bench, BenchContext, BenchResult } from "./bench";
import { goalTable } from "./goals";
import { quantile } from "./load";
import { BENCH_SCRATCH } from "./scratch";
import { copySources } from "./sources";
import { median } from "./statistics";

const ENVIRONMENT = "dev";
const ROUNDS = 3;
const REQUESTS = 3000;
const CONNECTIONS = 16;
/** Items that are read. */
const ITEMS = 100;
/** Bytes of an item's text. */
const SIZE = 500;

interface Round {
  readonly perSecond: number;
  /** CPU milliseconds of the runtime for a request, with its health checks and replication. */
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
}

/** Measures `npm start`: time until it is ready, memory, and requests through the shared name. */
export const localRuntimeBench: Bench = {
  name: "local-runtime",
  summary: "time to be ready, memory and requests per second of the backend that npm start runs",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const rounds = context.runs ?? ROUNDS;
    const runtime = await context.show("starting it", Runtime.start());
    const idleMiB = runtime.residentMiB;
    try {
      await runtime.measure("POST", ITEMS);
      const kinds = ["GET", "POST"] as const;
      const found = new Map(kinds.map((kind) => [kind, [] as Round[]]));
      for (let round = 0; round <= rounds; round += 1) {
        for (const kind of kinds) {
          context.tell(`${round === 0 ? "warm-up" : `round ${round} of ${rounds}`}: ${kind}`);
          const result = await runtime.measure(kind, REQUESTS);
          if (round > 0) {
            found.get(kind)?.push(result);
          }
        }
      }
      const of = (kind: (typeof kinds)[number], figure: keyof Round) =>
        median(found.get(kind)?.map((round) => round[figure]) ?? []);
      const loadedMiB = runtime.residentMiB;
      return {
        tables: [
          {
            title: "Signed requests through the shared name",
            header: ["", "requests/s", "p50 ms", "p99 ms", "CPU ms a request"],
            rows: kinds.map((kind) => [
              kind === "GET" ? "GET /items/{item_id}" : "POST /items",
              of(kind, "perSecond").toFixed(0),
              of(kind, "p50").toFixed(1),
              of(kind, "p99").toFixed(1),
              of(kind, "cpuMs").toFixed(1),
            ]),
          },
          goalTable([
            { text: "seconds from the synthesis to ready", limit: 3, measured: runtime.readySeconds, unit: "s" },
            { text: "resident memory with two regions, idle", limit: 350, measured: idleMiB, unit: "MiB" },
            { text: "resident memory with two regions, after the load", limit: 350, measured: loadedMiB, unit: "MiB" },
            {
              text: "milliseconds of CPU and waiting per request, reads",
              limit: 2,
              measured: 1000 / of("GET", "perSecond"),
              unit: "ms",
            },
            {
              text: "milliseconds of CPU and waiting per request, writes",
              limit: 2,
              measured: 1000 / of("POST", "perSecond"),
              unit: "ms",
            },
          ]),
        ],
        notes: [
          `Medians of ${rounds} rounds of ${REQUESTS} requests over ${CONNECTIONS} connections, after an uncounted warm-up. Items have ${SIZE} bytes.`,
          "The client is a process of its own on the same machine. It signs the requests before the measurement. The goal of 2 ms is 500 requests a second.",
          "The API's own limits are raised. Those of `config/dev.ts` are 400 reads and 200 writes a second in each region.",
          "Both regions run, with their health checks and the replication of every write.",
        ],
      };
    } finally {
      await runtime.stop();
    }
  },
};

/** `npm start` in a process of its own. */
class Runtime {
  readonly readySeconds: number;
  private readonly child: ChildProcess;
  private readonly url: string;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private posted = 0;

  private constructor(child: ChildProcess, url: string, readySeconds: number) {
    this.child = child;
    this.url = url;
    this.readySeconds = readySeconds;
  }

  static async start(): Promise<Runtime> {
    const args = [...scripts.start.split(" ").slice(1), "--environment", ENVIRONMENT, "--port", "0"];
    const folder = prepareCopy();
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    // Also after Ctrl-C.
    endWithCommand(child);
    let text = "";
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (more: string) => {
      errors += more;
    });
    for await (const more of child.stdout.setEncoding("utf8")) {
      text += more;
      const seconds = /ready in ([\d.]+) s/.exec(text)?.[1];
      const url =
        seconds === undefined
          ? undefined
          : new RunFile(ENVIRONMENT, join(folder, ".build", "local-runtime")).read()?.sharedUrl;
      if (seconds !== undefined && url !== undefined) {
        child.stdout.resume();
        return new Runtime(child, url, Number(seconds));
      }
    }
    throw new Error(`npm start must run the backend of ${ENVIRONMENT}, got ${errors}`);
  }

  get residentMiB(): number {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(this.child.pid)], { encoding: "utf8" })) / 1024;
  }

  /** CPU time of the process so far. NaN on systems without /proc. */
  private get cpuMs(): number {
    const file = `/proc/${this.child.pid}/stat`;
    const fields = existsSync(file)
      ? readFileSync(file, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ")
      : [];
    // Fields 14 and 15 of proc(5), in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async measure(kind: "GET" | "POST", requests: number): Promise<Round> {
    const signed: SignedRequest[] = [];
    for (let index = 0; index < requests; index += 1) {
      signed.push(await this.sign(kind, index));
    }
    const milliseconds: number[] = [];
    const cpuBefore = this.cpuMs;
    const began = performance.now();
    const connection = async () => {
      for (let next = signed.pop(); next !== undefined; next = signed.pop()) {
        const from = performance.now();
        await this.send(next);
        milliseconds.push(performance.now() - from);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    const seconds = (performance.now() - began) / 1000;
    const cpuMs = (this.cpuMs - cpuBefore) / requests;
    return {
      perSecond: requests / seconds,
      cpuMs,
      p50: quantile(milliseconds, 0.5),
      p99: quantile(milliseconds, 0.99),
    };
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    const closed = once(this.child, "close");
    this.child.kill("SIGTERM");
    await closed;
  }

  private sign(kind: "GET" | "POST", index: number): Promise<SignedRequest> {
    if (kind === "GET") {
      return signRequest({ method: kind, url: `${this.url}/items/item-${index % ITEMS}` }, LOCAL_ACCESS_KEY);
    }
    const body = JSON.stringify({ item_id: `item-${this.posted++}`, text: "x".repeat(SIZE) });
    const headers = { "content-type": "application/json" };
    return signRequest({ method: kind, url: `${this.url}/items`, headers, body }, LOCAL_ACCESS_KEY);
  }

  private async send({ method, url, headers, body }: SignedRequest): Promise<void> {
    const outgoing = send(url, { method, headers, agent: this.agent });
    outgoing.end(body);
    const [incoming] = await once(outgoing, "response");
    const text = (await readAll(incoming)).toString();
    if (incoming.statusCode >= 300) {
      throw new Error(`${method} must succeed, got ${incoming.statusCode}: ${text}`);
    }
  }
}

/** A copy of the sources whose environment has no limits that the load would reach. Returns the folder. */
function prepareCopy(): string {
  const folder = join(BENCH_SCRATCH, "local-runtime");
  copySources(folder);
  for (const name of ["package.json", "tsconfig.json"]) {
    copyFileSync(join(REPOSITORY_ROOT, name), join(folder, name));
  }
  rmSync(join(folder, "node_modules"), { force: true });
  symlinkSync(join(REPOSITORY_ROOT, "node_modules"), join(folder, "node_modules"));
  const file = join(folder, "config", `${ENVIRONMENT}.ts`);
  const text = readFileSync(file, "utf8");
  const limits = "{ requestsPerSecond: 10_000, burst: 5_000 }";
  const raised = text.replace(
    'auth: { type: "iam" },',
    `auth: { type: "iam" }, throttling: { getItem: ${limits}, createItem: ${limits} },`,
  );
  if (raised === text) {
    throw new Error(`config/${ENVIRONMENT}.ts must have auth: { type: "iam" }, got another setting`);
  }
  writeFileSync(file, raised);
  return folder;
}
