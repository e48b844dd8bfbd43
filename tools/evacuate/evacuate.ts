import { describeAwsError } from "../shared/aws-problem";
import { UsageError } from "../shared/usage-error";
import { type PlannedRegion, regionNamed } from "./evacuation-plan";
import { MissingChecksError, type RegionHealth } from "./health-reader";
import type { EvacuateOptions } from "./options";

/** AWS, the clock and the output of an evacuation. */
export interface World {
  /** Sends the evacuation, or the return, of a region. */
  readonly send: (region: PlannedRegion, evacuated: boolean) => Promise<void>;
  /** Reads the state of a region's health checks. Rejects when AWS does not answer. */
  readonly read: (region: PlannedRegion) => Promise<RegionHealth>;
  /** Milliseconds since any fixed time. */
  readonly now: () => number;
  readonly sleep: (seconds: number) => Promise<void>;
  /** Prints one line. */
  readonly say: (line: string) => void;
}

/** Seconds between two questions, and after which the data point is sent again until Route 53 confirms. */
const POLL_SECONDS = 5;
const RESEND_SECONDS = 60;
/** TTL of the alias target and of the policy record. */
const TTL_SECONDS = 60;

/**
 * Evacuates or returns a region and waits until Route 53 confirms it.
 *
 * @returns false if the request was sent but not confirmed in time
 * @throws UsageError when the region must not be evacuated
 */
export async function evacuate(
  plan: readonly PlannedRegion[],
  options: Omit<EvacuateOptions, "environment">,
  world: World,
): Promise<boolean> {
  const { region, undo } = options;
  const target = regionNamed(plan, region);
  // Without these checks, only the check of the account comes before the request.
  const before = options.unchecked ? "unknown" : await stateOf(target, world);
  if (undo && (before === "healthy" || before === "unhealthy")) {
    world.say(`${region} is not evacuated`);
  } else if (!undo && before === "evacuated") {
    world.say(`${region} is already evacuated`);
  } else if (!undo) {
    await refuseOutage(target, plan, options, world);
  }
  await world.send(target, !undo);
  world.say(undo ? `sent: ${region} returns` : `sent: ${region} is evacuated`);
  return confirm(target, options, world);
}

async function refuseOutage(
  target: PlannedRegion,
  plan: readonly PlannedRegion[],
  { region, unchecked }: Pick<EvacuateOptions, "region" | "unchecked">,
  world: World,
): Promise<void> {
  if (!target.routed) {
    throw new UsageError(
      `--region must be a region that gets requests, got "${region}", which is drained; nothing needs to be evacuated`,
    );
  }
  if (unchecked) {
    world.say("not checked whether another region is healthy (--unchecked)");
    return;
  }
  const others = plan.filter((one) => one !== target && one.routed);
  const states = await Promise.all(
    others.map(async (one) => ({ region: one.region, state: await stateOf(one, world) })),
  );
  if (states.some(({ state }) => state === "healthy")) {
    return;
  }
  const found = states.map((one) => `${one.region} ${one.state}`).join(", ") || "no other region";
  throw new UsageError(
    `--region must leave a healthy region, got "${region}" with ${found}; return or repair another region first, or use ` +
      "--unchecked if you know that one is healthy",
  );
}

/** `healthy`, or the reason why a region does not count. */
async function stateOf(region: PlannedRegion, world: World): Promise<string> {
  try {
    const { endpoint, notEvacuated } = await world.read(region);
    return notEvacuated ? (endpoint ? "healthy" : "unhealthy") : "evacuated";
  } catch (error) {
    return `unknown (${reason(error)})`;
  }
}

async function confirm(
  target: PlannedRegion,
  { region, undo, waitSeconds }: Pick<EvacuateOptions, "region" | "undo" | "waitSeconds">,
  world: World,
): Promise<boolean> {
  const started = world.now();
  let sentAt = started;
  let shown = "";
  while (true) {
    const seconds = (world.now() - started) / 1000;
    const [done, line] = await progress(target, undo, world);
    if (line !== shown) {
      world.say(`${seconds.toFixed(0)} s: ${line}`);
      shown = line;
    }
    if (done) {
      world.say(next(region, undo));
      return true;
    }
    if (seconds + POLL_SECONDS > waitSeconds) {
      return false;
    }
    await world.sleep(POLL_SECONDS);
    // One data point is lost if an opposite one is in the same minute, because the alarm uses the maximum.
    if (target.switch.type === "metric" && world.now() - sentAt >= RESEND_SECONDS * 1000) {
      sentAt = world.now();
      // The first data point was accepted, so that Route 53 may still confirm it.
      await world.send(target, !undo).catch((error: unknown) => world.say(`not sent again: ${reason(error)}`));
    }
  }
}

async function progress(target: PlannedRegion, undo: boolean, world: World): Promise<[done: boolean, line: string]> {
  try {
    const { endpoint, notEvacuated, record } = await world.read(target);
    const wanted = undo && endpoint;
    const words = [
      `${target.region} is ${notEvacuated ? "not evacuated" : "evacuated"}`,
      `its endpoint is ${healthWord(endpoint)}`,
      `the check of its records is ${healthWord(record)}`,
    ];
    return [notEvacuated === undo && record === wanted, words.join(", ")];
  } catch (error) {
    if (error instanceof MissingChecksError) {
      throw error;
    }
    return [false, `the health checks cannot be read: ${reason(error)}`];
  }
}

function healthWord(healthy: boolean | undefined): string {
  return healthy === undefined ? "unknown" : healthy ? "healthy" : "unhealthy";
}

function next(region: string, undo: boolean): string {
  const cached = `Resolvers keep earlier answers for up to ${TTL_SECONDS} s, and clients that ignore the TTL for longer.`;
  return undo
    ? `confirmed: Route 53 answers with ${region} again while its endpoint is healthy. ${cached}`
    : `confirmed: Route 53 does not answer with ${region}. ${cached} ${region} stays evacuated until you return it with --undo.`;
}

function reason(error: unknown): string {
  return error instanceof UsageError ? error.message : describeAwsError(error);
}
