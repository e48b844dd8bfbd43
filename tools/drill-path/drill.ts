import type { DrillOptions } from "./options";

/** The AWS CLI: takes arguments, gives what it printed. Fails when it fails. */
export type Aws = (args: readonly string[]) => Promise<string>;

export interface World {
  readonly aws: Aws;
  /** Milliseconds. */
  readonly now: () => number;
  readonly sleep: (seconds: number) => Promise<void>;
  readonly say: (line: string) => void;
}

export interface DrillFigures {
  /** From the start of the test to the switch that the monitor reports. */
  readonly toVpn: number;
  /** From the end of the test to the switch back. */
  readonly back: number;
}

const TO_VPN = "Direct Connect failed. Switching to VPN";
const BACK = "Switching back to Direct Connect";
/** Seconds that BGP has to come back, and the monitor its good rounds and dwell; and those that a fail-over may take at the worst. */
const BACK_WITHIN = 600;
const AWAY_WITHIN = 120;

/**
 * Brings the BGP session of a virtual interface down by Direct Connect's own failure test, waits for both of the monitor's
 * switches in its log, and ends the test however the drill goes.
 *
 * @throws Error when a switch does not come in time
 */
export async function drill(options: DrillOptions, world: World): Promise<DrillFigures> {
  const { virtualInterfaceId, region, minutes } = options;
  const { aws, now, say } = world;
  const of = ["--virtual-interface-id", virtualInterfaceId, "--region", region];
  const started = now();
  await aws(["directconnect", "start-bgp-failover-test", ...of, "--test-duration-in-minutes", String(minutes)]);
  say(`${virtualInterfaceId}: BGP is brought down for ${minutes} min at the most`);
  let ended = started;
  let toVpn: number;
  try {
    const switched = await logged(TO_VPN, started, AWAY_WITHIN, options, world);
    toVpn = (switched - started) / 1000;
    say(`on the VPN after ${toVpn.toFixed(1)} s`);
  } finally {
    await aws(["directconnect", "stop-bgp-failover-test", ...of]);
    ended = now();
    say("the test is ended");
  }
  const back = ((await logged(BACK, ended, BACK_WITHIN, options, world)) - ended) / 1000;
  say(`back on Direct Connect after ${back.toFixed(1)} s`);
  return { toVpn, back };
}

/** The time of the first event with this text since a time. */
async function logged(
  text: string,
  since: number,
  seconds: number,
  options: DrillOptions,
  world: World,
): Promise<number> {
  const { logGroup, region } = options;
  const filter = ["--filter-pattern", `"${text}"`, "--start-time", String(since), "--region", region];
  const query = ["--query", "events[0].timestamp", "--output", "text"];
  const end = world.now() + seconds * 1000;
  while (world.now() < end) {
    const answer = await world.aws(["logs", "filter-log-events", "--log-group-name", logGroup, ...filter, ...query]);
    const time = Number(answer.trim());
    if (Number.isFinite(time) && time > 0) return time;
    await world.sleep(2);
  }
  throw new Error(`not within ${seconds} s in ${logGroup}: "${text}"`);
}
