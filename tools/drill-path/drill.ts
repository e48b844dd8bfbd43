import { UsageError } from "../shared/usage-error";

/** The path that a drill interrupts, and the log of the path monitor. */
export interface Path {
  /** @throws Error when a drill would cause an outage or show nothing */
  readonly check: () => Promise<void>;
  /** Interrupts the path. */
  readonly bringDown: () => Promise<void>;
  /** Restores the path. Has no effect on a path that is not interrupted. */
  readonly bringBack: () => Promise<void>;
  /** Time of the first log line with a text since a time. Both in milliseconds since the epoch. */
  readonly saidAt: (text: string, since: number) => Promise<number | undefined>;
}

/** The clock and the output of a drill. */
export interface World {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects when the operator interrupts the drill. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** Prints one line. */
  readonly say: (line: string) => void;
}

/** The result of a drill. */
export interface DrillFigures {
  /** Seconds from the start of the failure test to the switch to the VPN in the monitor's log. */
  readonly toVpn: number;
  /** Seconds from the end of the failure test to the switch back. */
  readonly back: number;
}

const TO_VPN = "Direct Connect failed. Switching to VPN";
const BACK = "Switching back to Direct Connect";
/** Seconds for the switch back: BGP recovers, and the monitor waits for its good rounds and the dwell. */
const BACK_WITHIN = 600;
/** Seconds for the switch to the VPN. */
const AWAY_WITHIN = 120;

/**
 * Interrupts a path, waits for both switches in the monitor's log, and restores the path in any case.
 *
 * @throws Error when a switch does not happen in time, or when a drill is not safe now
 */
export async function drill(path: Path, world: World): Promise<DrillFigures> {
  await path.check();
  // Rejects if the operator interrupted the drill during the checks.
  await world.sleep(0);
  const started = world.now();
  let toVpn: number;
  try {
    await path.bringDown();
    world.say("Direct Connect is interrupted");
    toVpn = ((await said(TO_VPN, started, AWAY_WITHIN, path, world)) - started) / 1000;
    world.say(`on the VPN after ${toVpn.toFixed(1)} s`);
  } catch (error) {
    // A failed request to start may still have started the test. The first error is the one to report.
    await path.bringBack().catch((second: Error) => world.say(second.message));
    throw error;
  }
  await path.bringBack();
  const ended = world.now();
  world.say("Direct Connect is restored");
  const back = ((await said(BACK, ended, BACK_WITHIN, path, world)) - ended) / 1000;
  world.say(`back on Direct Connect after ${back.toFixed(1)} s`);
  return { toVpn, back };
}

async function said(text: string, since: number, seconds: number, path: Path, world: World): Promise<number> {
  const end = world.now() + seconds * 1000;
  while (world.now() < end) {
    const time = await path.saidAt(text, since);
    if (time !== undefined) {
      return time;
    }
    await world.sleep(2);
  }
  throw new UsageError(`the monitor's log must contain "${text}" within ${seconds} s, got no such line`);
}
