import { describeAwsError } from "../../shared/aws-problem";
import { UsageError } from "../../shared/usage-error";
import type { DrillRecord, RecordStore } from "../model/record";
import { type Fault, faultName } from "../model/scenario";
import type { Target } from "../model/target";
import type { Clock } from "./clock";

/** Milliseconds between two attempts. DynamoDB refuses a change of a policy within 15 s after another one. */
const RETRY_MS = 5_000;

/**
 * Ends a fault, with repetitions, also after the operator has interrupted the drill.
 *
 * @throws UsageError when the limit is over; the message has the command that tries again
 */
export async function restore(
  fault: Fault,
  target: Target,
  clock: Clock,
  { limit, again }: { readonly limit: number; readonly again: string },
): Promise<void> {
  const end = clock.now() + limit;
  while (true) {
    try {
      await target.restore(fault);
      return;
    } catch (error) {
      if (clock.now() + RETRY_MS >= end) {
        const reason = error instanceof UsageError ? error.message : describeAwsError(error);
        throw new UsageError(`the ${faultName(fault)} must end, got ${reason}; try again: ${again}`);
      }
    }
    await clock.pause(RETRY_MS);
  }
}

/** A fault that an earlier drill has left. */
export interface LeftOver {
  readonly fault: Fault;
  /** Whether this machine has a record of it, so that its process cannot be running. */
  readonly recorded: boolean;
}

/** Finds faults of earlier drills: in this machine's record, and in the backend. */
export async function leftOvers(store: RecordStore, target: Target): Promise<readonly LeftOver[]> {
  const record = store.read();
  const found = await target.faults();
  // Some faults do not contain the ID of their drill.
  const others = found.filter(({ scenario, region }) => scenario !== record?.scenario || region !== record.region);
  return [
    ...(record ? [{ fault: faultOf(record), recorded: true }] : []),
    ...others.map((fault) => ({ fault, recorded: false })),
  ];
}

function faultOf({ id, scenario, region }: DrillRecord): Fault {
  return { id, scenario, region };
}
