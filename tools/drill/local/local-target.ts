import type { Operation } from "../../local-runtime/control/operation";
import { type Fault, faultName, SCENARIOS, type Scenario } from "../model/scenario";
import type { Observation, Target } from "../model/target";
import type { ControlClient } from "./control-client";

/** Milliseconds between two observations at the normal speed. */
const POLL_MS = 500;

/** The message of a drill in the runtime's state, from which the next drill finds the fault. */
const MESSAGE = new RegExp(`^(${SCENARIOS.join("|")}) drill ([a-z0-9]{8}) in ([a-z0-9-]+)$`);

/** A backend in the local runtime. */
export class LocalTarget implements Target {
  readonly kind = "local";
  readonly sharedUrl: string;
  readonly speed: number;
  readonly pollMs: number;
  private readonly control: ControlClient;

  private constructor(control: ControlClient, sharedUrl: string, speed: number) {
    this.control = control;
    this.sharedUrl = sharedUrl;
    this.speed = speed;
    this.pollMs = Math.max(POLL_MS / speed, 100);
  }

  /** @throws UsageError when the runtime does not answer */
  static async connect(control: ControlClient): Promise<LocalTarget> {
    const { sharedName, speed } = await control.state();
    return new LocalTarget(control, sharedName.url, speed);
  }

  describe(fault: Fault): readonly string[] {
    const speed = this.speed === 1 ? "" : `, health checks and TTLs ${this.speed} times as fast as on AWS`;
    return [`local runtime at ${this.sharedUrl}${speed}: ${EFFECTS[fault.scenario](fault.region)}`];
  }

  async prepare(): Promise<void> {}

  async observe(): Promise<Observation> {
    const state = await this.control.state();
    return {
      at: state.now,
      regions: state.regions.map(({ name, url, state: lifecycle, recordHealthy }) => ({
        name,
        url,
        routed: lifecycle === "active",
        healthy: recordHealthy,
      })),
      alarms: state.alarms,
      ageMs: Math.max(0, ...state.replication.map(({ ageMs }) => ageMs)),
    };
  }

  async fail(fault: Fault): Promise<void> {
    await this.control.perform({ type: "drill", message: faultName(fault) });
    for (const operation of await this.operations(fault, true)) {
      await this.control.perform(operation);
    }
  }

  async restore(fault: Fault): Promise<void> {
    for (const operation of await this.operations(fault, false)) {
      await this.control.perform(operation);
    }
    await this.control.perform({ type: "drill" });
  }

  async repeat(): Promise<void> {}

  async faults(): Promise<readonly Fault[]> {
    const [, scenario, id, region] = MESSAGE.exec((await this.control.state()).drill ?? "") ?? [];
    return id && region ? [{ id, scenario: scenario as Scenario, region }] : [];
  }

  removal(): readonly string[] {
    return ["The items are gone when the runtime ends."];
  }

  private async operations({ scenario, region }: Fault, failing: boolean): Promise<readonly Operation[]> {
    if (scenario === "evacuate") {
      return [{ type: failing ? "drain" : "undrain", region }];
    }
    if (scenario === "replication") {
      const { replication } = await this.control.state();
      return replication
        .filter(({ from, to }) => from === region || to === region)
        .map(({ from, to }) => ({ type: failing ? "sever" : "mend", from, to }));
    }
    return [{ type: failing ? (scenario === "region" ? "fail" : "fail-writes") : "heal", region }];
  }
}

const EFFECTS: Readonly<Record<Scenario, (region: string) => string>> = {
  region: (region) => `${region} refuses every connection`,
  writes: (region) => `the table of ${region} refuses every write`,
  replication: (region) => `replication from and to ${region} stops`,
  evacuate: (region) => `${region} is taken out of DNS`,
};
