import { REGIONS } from "../../config/schema/fields/regions";
import { readOptions, wholeNumber } from "../shared/options";
import { UsageError } from "../shared/usage-error";

export interface StartOptions {
  /** Environment whose backend runs. Undefined if the user named none. */
  readonly environment: string | undefined;
  /** Ends after the table. */
  readonly once: boolean;
  /** Factor by which health checks and TTLs are faster than on AWS. */
  readonly speed: number;
  /** Port of the shared name. The control API has the port before it, the regions have those after it. 0 for free ports. */
  readonly port: number;
  /** Region near which the clients are. Undefined for the first region. */
  readonly clients: string | undefined;
  /** Path of a file with latencies. Undefined for the built-in latencies. */
  readonly latency: string | undefined;
  /** Milliseconds until a write reaches another region. */
  readonly replicationDelayMs: number;
}

/** Defaults: AWS's own times, and the delay that DynamoDB documents as typical, "within a second". */
const DEFAULTS = { speed: "1", port: "4100", replicationDelay: "500" };

/** @throws UsageError for a wrong option */
export function readStartOptions(args: readonly string[]): StartOptions {
  const options = readOptions(args, "npm start --", {
    environment: { value: "dev" },
    once: {},
    speed: { value: DEFAULTS.speed },
    port: { value: DEFAULTS.port },
    clients: { value: "<region>" },
    latency: { value: "<file>" },
    "replication-delay": { value: DEFAULTS.replicationDelay },
  });
  return {
    environment: options.environment,
    once: options.once,
    speed: wholeNumber("speed", options.speed ?? DEFAULTS.speed, { from: 1, to: 100 }),
    port: portNumber(options.port ?? DEFAULTS.port),
    clients: options.clients === undefined ? undefined : regionNamed(options.clients),
    latency: options.latency,
    replicationDelayMs: wholeNumber("replication-delay", options["replication-delay"] ?? DEFAULTS.replicationDelay, {
      from: 0,
      to: 60_000,
    }),
  };
}

function regionNamed(name: string): string {
  if (!REGIONS.some((region) => region === name)) {
    throw new UsageError(`--clients must be an AWS region, e.g. eu-west-1, got ${JSON.stringify(name)}`);
  }
  return name;
}

/** Room for the ports of the regions above, and for that of the control API below. */
function portNumber(text: string): number {
  return text === "0" ? 0 : wholeNumber("port", text, { from: 2, to: 65_500 });
}
