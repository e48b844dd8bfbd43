import { UsageError } from "../../shared/usage-error";
import { type Fault, switches } from "../model/scenario";
import type { Observation } from "../model/target";

/**
 * Refuses a drill that would be an outage, or that would show nothing.
 *
 * @throws UsageError with the reason and what to do
 */
export function refuseOutage({ regions, alarms }: Observation, { region }: Pick<Fault, "region">): void {
  const own = regions.find(({ name }) => name === region);
  if (!own) {
    const names = regions.map(({ name }) => name).join(", ");
    throw new UsageError(`--region must be one of ${names}, got "${region}"`);
  }
  if (!own.routed) {
    throw new UsageError(
      `--region must be a region that gets requests, got "${region}", which is drained; restore it or choose another region`,
    );
  }
  const others = regions.filter(({ name, routed }) => routed && name !== region);
  if (others.length === 0) {
    throw new UsageError(
      `--region must leave another active region, got "${region}", the only one; activate another region first`,
    );
  }
  const sick = others.filter(({ healthy }) => !healthy).map(({ name }) => name);
  if (sick.length > 0) {
    throw new UsageError(
      `every other region must be healthy, got ${sick.join(", ")} unhealthy; repair it first, because the drill would be an outage`,
    );
  }
  if (!own.healthy) {
    throw new UsageError(
      `--region must be healthy before a drill, got "${region}" unhealthy; repair or return it first`,
    );
  }
  if (alarms.length > 0) {
    throw new UsageError(
      `no alarm must be in state ALARM, got ${alarms.join(", ")}; look at its cause, and start the drill when it has ended`,
    );
  }
}

/**
 * Refuses a drill whose switch this machine could not see.
 *
 * @param answered answered requests of the baseline by region
 * @throws UsageError with the regions that answered
 */
export function refuseUnseen(
  answered: Readonly<Record<string, number>>,
  failed: number,
  { region, scenario }: Fault,
): void {
  const total = Object.values(answered).reduce((sum, count) => sum + count, 0);
  if (total === 0 || failed > total * FAILED_SHARE) {
    throw new UsageError(
      `the backend must answer before a drill, got ${failed} failed and ${total} answered requests; repair it first`,
    );
  }
  if (switches(scenario) && answered[region] === undefined) {
    throw new UsageError(
      `--region must be the region that answers this machine, got "${region}", but ${Object.keys(answered).join(", ")} answered; ` +
        `choose that region, or run the drill near ${region}`,
    );
  }
}

/** A backend that fails more than one in twenty requests is not healthy. The alarms on 5xx have the same limit. */
const FAILED_SHARE = 0.05;
