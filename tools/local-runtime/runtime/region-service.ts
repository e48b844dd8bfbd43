import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { LocalRestApi } from "../api/local-rest-api";
import type { FunctionState } from "../control/runtime-state";
import type { ExecutionLimit } from "../functions/execution-limit";
import { type FunctionEvent, FunctionPool } from "../functions/function-pool";
import type { BackendFunction, BackendRegion } from "../model/backend";
import { functionEnvironment } from "./function-environment";
import { LOCAL_ACCESS_KEY } from "./local-access-key";

export interface RegionServiceOptions {
  readonly region: BackendRegion;
  readonly accountId: string;
  /** DNS names of the API. */
  readonly names: readonly string[];
  /** URL of the region's DynamoDB on this machine. */
  readonly dynamoDb: string;
  readonly limit: ExecutionLimit;
  /** Called with every line that a function writes. */
  readonly onLog: (line: string) => void;
  readonly onEvent: (functionName: string, event: FunctionEvent) => void;
  /** The version before. Functions that have not changed are kept, with their executions. */
  readonly before?: RegionService;
}

/** A function, and what identifies its version. */
interface Deployed {
  readonly definition: BackendFunction;
  readonly version: string;
  readonly pool: FunctionPool;
}

/** Default quota for the concurrent executions of an account in a region. It limits functions without a reservation. */
const ACCOUNT_CONCURRENCY = 1000;

/** One version of a region's API and functions. */
export class RegionService {
  readonly region: BackendRegion;
  private readonly options: RegionServiceOptions;
  private readonly deployed: ReadonlyMap<string, Deployed>;
  private readonly api: LocalRestApi;
  /** Requests in progress, including those that no function has yet. */
  private requests = 0;
  private onDrained: (() => void) | undefined;

  /** @throws UsageError when the local runtime cannot emulate the API or read a function. Then nothing is left */
  constructor(options: RegionServiceOptions) {
    const { region, accountId, names } = options;
    this.options = options;
    this.region = region;
    const made: FunctionPool[] = [];
    try {
      this.deployed = new Map(region.functions.map((fn) => [fn.name, this.deploy(fn, made)]));
      this.api = new LocalRestApi({
        api: region.api,
        names,
        region: region.name,
        accountId,
        invoke: (name, event) => this.invoke(name, event),
        principals: [
          { ...LOCAL_ACCESS_KEY, userArn: `arn:aws:iam::${accountId}:user/local`, caller: "AIDALOCALRUNTIME" },
        ],
      });
    } catch (error) {
      for (const pool of made) {
        void pool.close();
      }
      throw error;
    }
  }

  get functions(): FunctionState[] {
    return [...this.deployed.values()].map(({ pool }) => {
      const { state } = pool;
      return { ...state, limit: Math.min(state.limit, ACCOUNT_CONCURRENCY) };
    });
  }

  /** @param delayMs milliseconds before the API has the request. The request is in progress from its arrival */
  async handle(request: IncomingMessage, response: ServerResponse, delayMs: number): Promise<void> {
    this.requests += 1;
    try {
      if (delayMs > 0) {
        await sleep(delayMs, undefined, { ref: false });
      }
      if (!response.destroyed) {
        await this.api.handle(request, response);
      }
    } finally {
      this.requests -= 1;
      if (this.requests === 0) {
        this.onDrained?.();
      }
    }
  }

  /** Starts the executions of all functions with another value of the drill switch. */
  setHealthStatus(status: number): void {
    for (const { definition, pool } of this.deployed.values()) {
      if ("STATUS" in definition.environment) {
        pool.configure(this.environmentOf(definition, status));
      }
    }
  }

  /** Ends when all requests have ended, without the functions that `successor` has, too. */
  async drain(successor: RegionService): Promise<void> {
    if (this.requests > 0) {
      await new Promise<void>((resolve) => {
        this.onDrained = resolve;
      });
    }
    await Promise.all(this.poolsNotIn(successor).map((pool) => pool.drain()));
  }

  /** Ends all requests. */
  async close(successor?: RegionService): Promise<void> {
    await Promise.all(this.poolsNotIn(successor).map((pool) => pool.close()));
  }

  private poolsNotIn(other: RegionService | undefined): FunctionPool[] {
    const kept = new Set([...(other?.deployed.values() ?? [])].map(({ pool }) => pool));
    return [...this.deployed.values()].map(({ pool }) => pool).filter((pool) => !kept.has(pool));
  }

  private async invoke(name: string, event: unknown) {
    const deployed = this.deployed.get(name);
    if (!deployed) {
      throw new Error(`the API must invoke a function of its stack, got ${name}`);
    }
    return await deployed.pool.invoke(event);
  }

  private deploy(definition: BackendFunction, made: FunctionPool[]): Deployed {
    const { before, limit, onLog, onEvent, dynamoDb } = this.options;
    const version = versionOf(definition, dynamoDb);
    const known = before?.deployed.get(definition.name);
    if (known?.version === version) {
      return known;
    }
    const pool = new FunctionPool({
      ...definition,
      environment: this.environmentOf(definition, 200),
      limit,
      onLog,
      onEvent: (event) => onEvent(definition.name, event),
    });
    made.push(pool);
    return { definition, version, pool };
  }

  private environmentOf({ environment: variables }: BackendFunction, healthStatus: number) {
    const { region, dynamoDb } = this.options;
    return functionEnvironment({ variables, region: region.name, dynamoDb, healthStatus });
  }
}

/** Everything that a function consists of. The place of its archive differs in each synthesis. */
function versionOf({ archive, ...settings }: BackendFunction, dynamoDb: string): string {
  const code = createHash("sha256").update(readFileSync(archive)).digest("hex");
  return JSON.stringify([settings, code, dynamoDb]);
}
