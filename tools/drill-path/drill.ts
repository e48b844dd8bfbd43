import { UsageError } from "../shared/usage-error";

/** What a drill brings down, and where the monitor's words are read. */
export interface Path {
  /** @throws Error where a drill would be an outage, or prove nothing */
  readonly check: () => Promise<void>;
  readonly bringDown: () => Promise<void>;
  /** Undoes it. Harmless where nothing was done. */
  readonly bringBack: () => Promise<void>;
  /** Milliseconds since the epoch at which the monitor first said a text since a time. */
  readonly saidAt: (text: string, since: number) => Promise<number | undefined>;
}

export interface World {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects when the drill is broken off. */
  readonly sleep: (seconds: number) => Promise<void>;
  readonly say: (line: string) => void;
}

export interface DrillFigures {
  /** Seconds from the start of the test to the switch that the monitor reports. */
  readonly toVpn: number;
  /** Seconds from the end of the test to the switch back. */
  readonly back: number;
}

const TO_VPN = "Direct Connect failed. Switching to VPN";
const BACK = "Switching back to Direct Connect";
/** Seconds that BGP has to come back, and the monitor its good rounds and dwell; and those that a fail-over may take at the worst. */
const BACK_WITHIN = 600;
const AWAY_WITHIN = 120;

/**
 * Brings a path down, waits for both of the monitor's switches in its log, and brings the path back however the drill goes.
 *
 * @throws Error when a switch does not come in time, or when the path should not be touched now
 */
export async function drill(path: Path, world: World): Promise<DrillFigures> {
  await path.check();
  // Rejects where the drill was broken off meanwhile.
  await world.sleep(0);
  const started = world.now();
  let toVpn: number;
  try {
    await path.bringDown();
    world.say("Direct Connect is brought down");
    toVpn = ((await said(TO_VPN, started, AWAY_WITHIN, path, world)) - started) / 1000;
    world.say(`on the VPN after ${toVpn.toFixed(1)} s`);
  } catch (error) {
    // A request to begin that failed may have been heard all the same. What went wrong first is what is told.
    await path.bringBack().catch((second: Error) => world.say(second.message));
    throw error;
  }
  await path.bringBack();
  const ended = world.now();
  world.say("Direct Connect is given back");
  const back = ((await said(BACK, ended, BACK_WITHIN, path, world)) - ended) / 1000;
  world.say(`back on Direct Connect after ${back.toFixed(1)} s`);
  return { toVpn, back };
}

async function said(text: string, since: number, seconds: number, path: Path, world: World): Promise<number> {
  const end = world.now() + seconds * 1000;
  while (world.now() < end) {
    const time = await path.saidAt(text, since);
    if (time !== undefined) return time;
    await world.sleep(2);
  }
  throw new UsageError(`not within ${seconds} s in the monitor's log: "${text}"`);
}
