import type { Clock } from "../clock";
import type { CheckInputs } from "../route53/check-tree";
import type { AlarmCheck, HealthCheck, RoutingControlCheck } from "../route53/zone";
import { AlarmSwitch } from "./alarm-switch";

export interface EvacuationsOptions {
  readonly clock: Clock;
  /** Factor by which the periods of alarms are shorter than on AWS. */
  readonly speed: number;
  /** Called when the state of an alarm or of a routing control changes. */
  readonly onChange: () => void;
}

/** A routing control. It changes at once. */
interface ControlSwitch {
  isWanted: boolean;
}

interface Evacuation {
  readonly check: AlarmCheck | RoutingControlCheck;
  readonly control: AlarmSwitch | ControlSwitch;
}

/** Takes regions out of DNS and returns them: by the alarms on evacuation metrics, or by routing controls. */
export class Evacuations implements Pick<CheckInputs, "alarm" | "controlIsOn"> {
  private readonly options: EvacuationsOptions;
  private byCheck: ReadonlyMap<string, Evacuation> = new Map();

  constructor(options: EvacuationsOptions) {
    this.options = options;
  }

  /** Follows these checks from now on. An evacuation is kept if its check is kept. */
  watch(checks: readonly HealthCheck[]): void {
    const before = this.byCheck;
    const wanted = checks.filter((check) => check.type === "alarm" || check.type === "routing-control");
    this.byCheck = new Map(wanted.map((check) => [check.id, this.watchOne(check, before.get(check.id))]));
    const kept = new Set([...this.byCheck.values()].map(({ control }) => control));
    for (const { control } of before.values()) {
      if (control instanceof AlarmSwitch && !kept.has(control)) {
        control.stop();
      }
    }
  }

  /** Whether an operator has evacuated the region. An alarm follows later. */
  isWanted(region: string): boolean {
    return this.of(region)?.control.isWanted ?? false;
  }

  /**
   * Evacuates or returns a region. A region without an evacuation does not change.
   *
   * @returns milliseconds until the check follows
   */
  set(region: string, evacuated: boolean): number {
    const control = this.of(region)?.control;
    if (control instanceof AlarmSwitch) {
      control.set(evacuated);
      return control.delayMs;
    }
    if (control) {
      control.isWanted = evacuated;
      this.options.onChange();
    }
    return 0;
  }

  alarm(check: string): ReturnType<CheckInputs["alarm"]> {
    const control = this.byCheck.get(check)?.control;
    return control instanceof AlarmSwitch ? control.alarm : { state: "INSUFFICIENT_DATA" };
  }

  controlIsOn(check: string): boolean {
    return !this.byCheck.get(check)?.control.isWanted;
  }

  stop(): void {
    this.watch([]);
  }

  private of(region: string): Evacuation | undefined {
    return [...this.byCheck.values()].find(({ check }) => check.region === region);
  }

  private watchOne(check: Evacuation["check"], before: Evacuation | undefined): Evacuation {
    if (before && JSON.stringify(before.check) === JSON.stringify(check)) {
      return before;
    }
    const isWanted = before?.control.isWanted ?? false;
    if (check.type === "routing-control") {
      return { check, control: { isWanted } };
    }
    const control = new AlarmSwitch({ ...this.options, settings: check.alarm });
    if (isWanted) {
      control.set(true);
    }
    return { check, control };
  }
}
