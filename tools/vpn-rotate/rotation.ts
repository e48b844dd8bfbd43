import { UsageError } from "../shared/usage-error";
import type { TunnelKeys } from "./tunnel-keys";

/** The clock and the output of a rotation. */
export interface World {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects when the operator interrupts the command. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** Prints one line. */
  readonly say: (line: string) => void;
}

/** With AWSPENDING, the appliance uses the version. userdata/vpn-appliance/keys.py explains the labels. */
const SWITCH = "TIERRA_SWITCH";
/** Seconds for the appliance: it reads the labels every minute, authenticates within 30 s, and sends its journal every 20 s. */
const WITHIN = 240;
const PAUSE = 5;

/**
 * Writes the new secret, and waits until the appliance accepts it in addition to the current one. The first version of a secret
 * becomes the current one immediately.
 *
 * @throws UsageError when a rotation has already started, or when the appliance does not confirm in time
 */
export async function start(keys: TunnelKeys, secret: string, world: World): Promise<void> {
  const { current, pending } = await versions(keys);
  if (pending !== undefined) {
    throw new UsageError(`AWSPENDING must be on no version, got ${pending}; run finish or cancel first`);
  }
  const since = world.now();
  const version = await keys.put(secret);
  if (current === undefined) {
    await keys.move("AWSPENDING", { from: version });
    world.say(`version ${version} is current; the appliance reads it at its next attempt`);
    return;
  }
  world.say(`version ${version} is pending`);
  await said(keys, world, since, `accepts versions ${current} ${version}`);
  world.say(
    `the appliance accepts versions ${current} and ${version}; add the new key to the VPN router, then run finish`,
  );
}

/**
 * Makes the appliance authenticate with the pending secret, and makes it current if the site accepts it. Otherwise the earlier
 * secret stays in use.
 *
 * @throws UsageError when no rotation has started, when the site refuses the secret, or when the appliance does not confirm in time
 */
export async function finish(keys: TunnelKeys, world: World): Promise<void> {
  const { current, pending, labelled } = await versions(keys);
  if (current === undefined || pending === undefined) {
    throw new UsageError("AWSPENDING must be on a version, got none; run start first");
  }
  const since = world.now();
  await keys.move(SWITCH, { to: pending, from: labelled });
  try {
    const refused = await said(keys, world, since, `the tunnel uses version ${pending}`, `refuses version ${pending}`);
    if (refused) {
      throw new UsageError(
        `the VPN router must accept version ${pending}, got a refusal; the tunnel still uses version ${current}; correct the router, or run cancel`,
      );
    }
  } catch (error) {
    await keys.move(SWITCH, { from: pending }).catch((second: Error) => world.say(second.message));
    throw error;
  }
  world.say(`the tunnel uses version ${pending}`);
  await keys.move("AWSCURRENT", { to: pending, from: current });
  await keys.move("AWSPENDING", { from: pending });
  await keys.move(SWITCH, { from: pending });
  world.say(`version ${pending} is current; remove the earlier key from the VPN router`);
}

/**
 * Ends a rotation before `finish`: the appliance forgets the pending secret.
 *
 * @throws UsageError when no rotation has started
 */
export async function cancel(keys: TunnelKeys, world: World): Promise<void> {
  const { current, pending, labelled } = await versions(keys);
  if (pending === undefined) {
    throw new UsageError("AWSPENDING must be on a version, got none; there is nothing to cancel");
  }
  if (labelled !== undefined) {
    await keys.move(SWITCH, { from: labelled });
  }
  await keys.move("AWSPENDING", { from: pending });
  world.say(`version ${current} stays current; remove the pending key from the VPN router`);
}

/** The current and the pending version, and the one with the label of the switch. */
async function versions(keys: TunnelKeys) {
  const labels = Object.entries(await keys.labels());
  const version = (label: string) => labels.find(([, all]) => all.includes(label))?.[0];
  const current = version("AWSCURRENT");
  const pending = version("AWSPENDING");
  return { current, pending: pending === current ? undefined : pending, labelled: version(SWITCH) };
}

/** Waits for a line in the appliance's log. Returns whether the other line came instead. */
async function said(keys: TunnelKeys, world: World, since: number, text: string, other?: string): Promise<boolean> {
  const end = world.now() + WITHIN * 1000;
  while (world.now() < end) {
    if (await keys.hasSaid(text, since)) {
      return false;
    }
    if (other !== undefined && (await keys.hasSaid(other, since))) {
      return true;
    }
    await world.sleep(PAUSE);
  }
  throw new UsageError(`the appliance's log must contain "${text}" within ${WITHIN} s, got no such line`);
}
