import { figuresOf } from "../../../../tools/drill/analysis/figures";
import type { Phase } from "../../../../tools/drill/model/phase";
import { HOME, Rig } from "../rig";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe("a drill that the operator interrupts", () => {
  it.each(["fault", "detection", "switch", "hold", "restore", "recovery", "verify"] as const)(
    "in the phase %s ends its fault and keeps what it has measured",
    async (phase: Phase) => {
      const rig = new Rig();
      rig.onPhase = (name) => {
        if (name === phase) {
          setTimeout(() => rig.abort.abort(), 10);
        }
      };
      const { data, failure } = await rig.run(rig.fault("region"));
      expect(failure).toEqual(new Error("the drill was interrupted"));
      expect([rig.backend.active.size, rig.store.record]).toEqual([0, undefined]);
      expect(data.records.length).toBeGreaterThan(20);
      expect(figuresOf(data).lost).toBeUndefined();
      expect(data.verification).toBeUndefined();
    },
  );

  it("in the baseline causes no fault", async () => {
    const rig = new Rig();
    rig.onPhase = () => rig.abort.abort();
    const { failure, data } = await rig.run(rig.fault("region"));
    expect(failure).toEqual(new Error("the drill was interrupted"));
    expect(rig.backend.calls).toEqual([]);
    expect(figuresOf(data)).toMatchObject({ failed: { beforeFault: 0, untilSwitch: 0 } });
  });

  it("restores also if the interruption comes while a restoration has to be repeated", async () => {
    const rig = new Rig();
    rig.backend.restoreFailures = [new Error("busy")];
    rig.onPhase = (name) => {
      if (name === "restore") {
        rig.abort.abort();
      }
    };
    await rig.run(rig.fault("writes"));
    expect(rig.backend.calls.at(-1)).toBe(`restore writes ${HOME}`);
    expect(rig.backend.active.size).toBe(0);
  });
});
