import type { Phase } from "../../../../tools/drill/model/phase";
import type { RecordStore } from "../../../../tools/drill/model/record";
import { SCENARIOS } from "../../../../tools/drill/model/scenario";
import { prepare } from "../../../../tools/drill/run/preparation";
import { HOME, passing, Rig } from "../rig";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const PHASES: readonly Phase[] = ["baseline", "fault", "detection", "switch", "hold", "restore", "recovery", "verify"];

/** Methods that no longer have any effect once the process is dead: their promises never settle. */
function mortal<T extends object>(object: T, isDead: () => boolean): T {
  return new Proxy(object, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== "function") {
        return value;
      }
      return (...args: unknown[]) => (isDead() ? new Promise(() => undefined) : value.apply(target, args));
    },
  });
}

/** Runs a drill whose process dies when a step begins. */
async function killedIn(rig: Rig, scenario: (typeof SCENARIOS)[number], step: (kill: () => void) => void) {
  let dead = false;
  step(() => {
    dead = true;
  });
  const store: RecordStore = mortal(rig.store, () => dead);
  void rig
    .start(
      rig.fault(scenario),
      mortal(rig.backend, () => dead),
      store,
    )
    .catch(() => undefined);
  for (let second = 0; second < 400 && !dead; second += 1) {
    await jest.advanceTimersByTimeAsync(1_000);
  }
  expect(dead).toBe(true);
  await jest.advanceTimersByTimeAsync(5_000);
}

describe.each(SCENARIOS)("a %s drill that was killed", (scenario) => {
  const phases = PHASES.filter((phase) => phase !== "switch" || scenario !== "replication");

  it.each(phases)("in the phase %s is ended by the next drill, which then succeeds", async (phase) => {
    const rig = new Rig();
    await killedIn(rig, scenario, (kill) => {
      rig.onPhase = (name) => {
        if (name === phase) {
          kill();
        }
      };
    });
    rig.onPhase = () => undefined;
    const { failure } = await rig.run(rig.fault(scenario));
    expect(failure).toBeUndefined();
    expect([rig.backend.active.size, rig.store.record]).toEqual([0, undefined]);
  });

  it.each([
    ["after the record and before the fault", "fail", "before"],
    ["after the fault and before its confirmation", "fail", "after"],
    ["before the restoration", "restore", "before"],
    ["after the restoration and before the record is removed", "restore", "after"],
  ] as const)("%s is ended by the next drill", async (_, method, when) => {
    const rig = new Rig();
    const original = rig.backend[method].bind(rig.backend);
    await killedIn(rig, scenario, (kill) => {
      rig.backend[method] = async (fault) => {
        if (when === "after") {
          await original(fault);
        }
        kill();
        await new Promise(() => undefined);
      };
    });
    rig.backend[method] = original;
    expect(rig.store.record).toMatchObject({ scenario, region: HOME });
    await passing(prepare(rig.fault(scenario), rig.preparation()));
    expect([rig.backend.active.size, rig.store.record]).toEqual([0, undefined]);
    expect(rig.said).toContain(`ended the ${scenario} drill k3v9x2ab in ${HOME}, which an earlier drill had left`);
    // No question, because this machine has the record.
    expect(rig.asked).toEqual([
      `Start the ${scenario} drill k3v9x2ab in ${HOME}?`,
      `Start the ${scenario} drill k3v9x2ab in ${HOME}?`,
    ]);
  });
});
