import type { RecordStore } from "../model/record";
import { type Fault, faultName } from "../model/scenario";
import type { Observation, Target } from "../model/target";
import type { Clock } from "./clock";
import type { Limits } from "./limits";
import { refuseOutage } from "./refusals";
import { type LeftOver, leftOvers, restore } from "./restoration";

export interface Preparation {
  readonly target: Target;
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly limits: Pick<Limits, "restoration" | "settle" | "forget">;
  /** Prints one line. */
  readonly say: (line: string) => void;
  /** Asks the operator. Throws UsageError if the answer is no, or if there is no terminal. */
  readonly confirm: (question: string) => Promise<void>;
  /** The command that ends a fault. */
  readonly again: string;
}

/** Ends the faults of earlier drills. Returns their number. */
export async function endLeftOvers(setup: Preparation): Promise<number> {
  const { target, store, clock, limits, again, say } = setup;
  const found = await leftOvers(store, target);
  for (const leftOver of found) {
    await permitted(leftOver, setup);
    await restore(leftOver.fault, target, clock, { limit: limits.restoration, again });
    say(`ended the ${faultName(leftOver.fault)}, which an earlier drill had left`);
  }
  // Only now, because a record of a drill that was killed before its fault has nothing to end either.
  store.remove();
  return found.length;
}

/** The process of a recorded drill has ended, because a drill locks its environment. A drill of another machine may still run. */
async function permitted({ fault, recorded }: LeftOver, { confirm, say }: Preparation): Promise<void> {
  if (!recorded) {
    say(`found the ${faultName(fault)}, of which this machine has no record`);
    await confirm("Another machine may still run it. End it?");
  }
}

/**
 * Ends the faults of earlier drills, and refuses a drill that would be an outage.
 *
 * @returns the state of the backend
 * @throws UsageError when the drill must not start
 */
export async function prepare(fault: Fault, setup: Preparation): Promise<Observation> {
  const { target, say, confirm } = setup;
  const ended = await endLeftOvers(setup);
  const first = await target.observe();
  const now = ended > 0 ? await settled(first, setup) : first;
  refuseOutage(now, fault);
  await target.prepare(fault);
  for (const line of target.describe(fault)) {
    say(line);
  }
  await confirm(`Start the ${faultName(fault)}?`);
  return now;
}

/** Waits until all regions are healthy and no alarm is on, because health checks follow the end of a fault. */
async function settled(first: Observation, { target, clock, limits, say }: Preparation): Promise<Observation> {
  const end = clock.now() + limits.settle;
  let latest = first;
  while (!isQuiet(latest) && clock.now() < end) {
    if (latest === first) {
      say("waiting until all regions are healthy again");
    }
    await clock.sleep(target.pollMs);
    latest = await target.observe();
  }
  // Until then, this machine may still get the answer of the time in which the region was out of DNS.
  await clock.sleep(limits.forget);
  return target.observe();
}

function isQuiet({ regions, alarms }: Observation): boolean {
  return alarms.length === 0 && regions.every(({ routed, healthy }) => healthy || !routed);
}
