import { checksOf } from "../../../../tools/drill/analysis/checks";
import { figuresOf } from "../../../../tools/drill/analysis/figures";
import { SHARED } from "../../../../tools/drill/model/request";
import { SCENARIOS } from "../../../../tools/drill/model/scenario";
import type { DrillOutcome } from "../../../../tools/drill/run/drill-outcome";
import { HOME, OTHER, Rig } from "../rig";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const failedChecks = ({ data }: DrillOutcome) => checksOf(data, figuresOf(data)).filter(({ passed }) => !passed);

describe("DrillRun", () => {
  it.each(SCENARIOS)("passes all checks of the scenario %s, and leaves nothing behind", async (scenario) => {
    const rig = new Rig();
    const outcome = await rig.run(rig.fault(scenario));
    expect(outcome.failure).toBeUndefined();
    expect(failedChecks(outcome)).toEqual([]);
    expect(rig.backend.active.size).toBe(0);
    expect(rig.store.record).toBeUndefined();
    expect(rig.backend.calls).toEqual([`fail ${scenario} ${HOME}`, `restore ${scenario} ${HOME}`]);
  });

  it("measures detection, switch and recovery of a region that fails", async () => {
    const rig = new Rig();
    const outcome = await rig.run(rig.fault("region"));
    const { detection = 0, switch: switched = 0, recovery = 0, failed, lost } = figuresOf(outcome.data);
    expect(detection).toBeGreaterThanOrEqual(3);
    expect(detection).toBeLessThan(3.4);
    // Three seconds of checks and at most six of the TTL.
    expect(switched).toBeGreaterThanOrEqual(detection - 0.2);
    expect(switched).toBeLessThan(9.5);
    expect(recovery).toBeGreaterThanOrEqual(3);
    expect(failed).toMatchObject({ beforeFault: 0, afterSwitch: 0, afterRestore: 0 });
    expect(failed.untilSwitch).toBeGreaterThan(10);
    expect(lost).toBe(0);
    expect(rig.phases).toEqual(["baseline", "fault", "detection", "switch", "hold", "restore", "recovery", "verify"]);
    expect(rig.events).toEqual([`${HOME} is unhealthy`, `${HOME} is healthy`]);
  });

  it("is answered by the other region after the switch, without an exception", async () => {
    const rig = new Rig();
    const { data } = await rig.run(rig.fault("region"));
    const { switch: switched = 0 } = figuresOf(data);
    const { faultAt = 0, restoringAt = 0 } = data.marks;
    const after = data.records.filter(
      ({ sentAt, via }) => via === SHARED && sentAt >= faultAt + switched * 1_000 && sentAt < restoringAt,
    );
    expect(after.length).toBeGreaterThan(20);
    expect(new Set(after.map(({ region }) => region ?? OTHER))).toEqual(new Set([OTHER]));
  });

  it("reads go on while writes fail", async () => {
    const rig = new Rig();
    const { data } = await rig.run(rig.fault("writes"));
    const { failed, reads, writes } = figuresOf(data);
    expect(reads.failed).toBe(0);
    expect(writes.failed).toBe(failed.untilSwitch);
  });

  it("counts stale reads while replication is stopped, and none after it has converged", async () => {
    const rig = new Rig();
    const { data } = await rig.run(rig.fault("replication"));
    const { reads, replicationAge, detection, switch: switched, partial } = figuresOf(data);
    expect(reads.stale).toBeGreaterThan(0);
    expect(replicationAge.highest).toBeGreaterThan(3_000);
    expect([detection, switched, partial]).toEqual([undefined, undefined, 0]);
  });

  it("counts acknowledged items that no region has", async () => {
    const rig = new Rig();
    rig.backend.loseEvery = 20;
    const outcome = await rig.run(rig.fault("evacuate"));
    const { lost = 0, writes } = figuresOf(outcome.data);
    expect(lost).toBe(Math.floor(writes.sent / 20));
    expect(failedChecks(outcome).map(({ name }) => name)).toContain(
      "every acknowledged item is readable after the recovery",
    );
  });

  it("repeats the request of a long fault every minute", async () => {
    const rig = new Rig({ speed: 1 });
    await rig.run(rig.fault("evacuate"));
    expect(rig.backend.calls.filter((call) => call === "repeat evacuate true")).not.toEqual([]);
  });

  it("continues when the state cannot be read", async () => {
    const rig = new Rig();
    const observe = rig.backend.observe.bind(rig.backend);
    let count = 0;
    rig.backend.observe = async () => {
      count += 1;
      if (count > 20 && count < 25) {
        throw new Error("no answer");
      }
      return observe();
    };
    expect((await rig.run(rig.fault("region"))).failure).toBeUndefined();
    expect(rig.events).toContain("the state cannot be read: Error: no answer");
  });

  it("fails without a fault if this machine does not reach the region", async () => {
    const rig = new Rig();
    const { failure } = await rig.run(rig.fault("region", OTHER));
    expect(failure).toEqual(
      new Error(
        `--region must be the region that answers this machine, got "${OTHER}", but ${HOME} answered; choose that region, ` +
          `or run the drill near ${OTHER}`,
      ),
    );
    expect(rig.backend.calls).toEqual([]);
  });

  it.each(["baseline", "switch", "hold"] as const)(
    "ends the fault, or does not cause it, if the other region becomes unhealthy in the phase %s",
    async (phase) => {
      const rig = new Rig();
      rig.onPhase = (name) => {
        if (name === phase) {
          Object.assign(rig.backend.regions[1] ?? {}, { sickSince: -1e9 });
        }
      };
      const { failure } = await rig.run(rig.fault("region"));
      expect(failure).toEqual(
        new Error(
          phase === "baseline"
            ? `every other region must be healthy, got ${OTHER} unhealthy; repair it first, because the drill would be an outage`
            : `another region must stay healthy during a drill, got ${OTHER} unhealthy; the drill has ended its fault`,
        ),
      );
      expect(rig.backend.active.size).toBe(0);
      expect(rig.backend.calls).toHaveLength(phase === "baseline" ? 0 : 2);
    },
  );

  it("ends the fault also if the file of its record was deleted meanwhile", async () => {
    const rig = new Rig();
    rig.onPhase = (name) => {
      if (name === "hold") {
        rig.store.remove();
      }
    };
    expect((await rig.run(rig.fault("region"))).failure).toBeUndefined();
    expect([rig.backend.calls.at(-1), rig.backend.active.size]).toEqual([`restore region ${HOME}`, 0]);
  });

  it("restores if the fault cannot be caused", async () => {
    const rig = new Rig();
    rig.backend.fail = async () => {
      throw new Error("denied");
    };
    const { failure } = await rig.run(rig.fault("region"));
    expect(failure).toEqual(new Error("denied"));
    expect(rig.backend.calls).toEqual([`restore region ${HOME}`]);
    expect(rig.store.record).toBeUndefined();
  });

  it("tries again to restore, and names the command and keeps its record if it does not succeed", async () => {
    const rig = new Rig();
    rig.backend.restoreFailures = [new Error("busy"), new Error("busy")];
    expect((await rig.run(rig.fault("region"))).failure).toBeUndefined();

    const other = new Rig();
    other.backend.restoreFailures = Array.from({ length: 1_000 }, () => new Error("denied"));
    const { failure } = await other.run(other.fault("region"));
    expect(failure).toEqual(
      new Error(
        `the region drill k3v9x2ab in ${HOME} must end, got Error: denied; try again: npm run drill -- --environment dev --local --restore`,
      ),
    );
    expect(other.store.record).toMatchObject({ region: HOME });
  });
});
