import type { Zone } from "../route53/zone";

/** The active-active backend of one environment, read from its synthesized stacks. */
export interface Backend {
  readonly environment: string;
  readonly accountId: string;
  readonly table: BackendTable;
  /** Regions with a stack of their own, in the order of the configuration. */
  readonly regions: readonly BackendRegion[];
  /** DNS name that all regions share, e.g. `api.dev.example.com`. Undefined without a domain. */
  readonly sharedName: string | undefined;
  /** Records and health checks of the routing and region stacks. */
  readonly zone: Zone;
  /** Resources and settings that the runtime does not emulate, one line each. */
  readonly notEmulated: readonly string[];
}

export interface BackendTable {
  readonly name: string;
  readonly partitionKey: string;
  readonly regions: readonly string[];
}

export interface BackendRegion {
  readonly name: string;
  /** `eu-west-1.api.dev.example.com`. Undefined without a domain. */
  readonly ownName: string | undefined;
  readonly functions: readonly BackendFunction[];
  readonly api: BackendApi;
}

export interface BackendFunction {
  readonly name: string;
  /** Absolute path of the archive. */
  readonly archive: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** Undefined without a reservation. */
  readonly reservedConcurrency: number | undefined;
}

export interface BackendApi {
  readonly stage: string;
  /** The OpenAPI document of `aws_api_gateway_rest_api.body`, with references resolved. */
  readonly description: Readonly<Record<string, unknown>>;
  /** Throttles by `method_path` of `aws_api_gateway_method_settings`, e.g. `*` + `/*` or `~1items/POST`. */
  readonly throttles: Readonly<Record<string, Throttle>>;
}

export interface Throttle {
  /** Requests per second. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}
