import type { Clock } from "../clock";
import { type AlarmState, alarmState } from "../route53/metric-alarm";
import type { AlarmSettings } from "../route53/zone";

export interface AlarmSwitchOptions {
  readonly clock: Clock;
  readonly settings: AlarmSettings;
  /** Factor by which periods are shorter than on AWS. */
  readonly speed: number;
  /** Called when the alarm's state changes. */
  readonly onChange: () => void;
}

/**
 * The alarm on an evacuation metric. An operator publishes 1 or 0. The alarm evaluates the maximum of each period at its end. As
 * `npm run evacuate` does, the value is published again in each period until the alarm has followed, because a value is lost if a
 * higher one is in the same period.
 */
export class AlarmSwitch {
  private readonly options: AlarmSwitchOptions;
  private readonly values: (number | undefined)[] = [];
  private current: number | undefined;
  private state: AlarmState = "INSUFFICIENT_DATA";
  private lastKnown: AlarmState | undefined;
  private wanted = false;
  private cancel: () => void;

  constructor(options: AlarmSwitchOptions) {
    this.options = options;
    this.cancel = this.scheduleEnd();
  }

  /** True from the request to evacuate until the request to return. The alarm follows at the end of a period. */
  get isWanted(): boolean {
    return this.wanted;
  }

  get alarm(): { readonly state: AlarmState; readonly lastKnown?: AlarmState } {
    return { state: this.state, ...(this.lastKnown === undefined ? {} : { lastKnown: this.lastKnown }) };
  }

  /** Milliseconds until the end of the period. */
  get delayMs(): number {
    const periodMs = (this.options.settings.periodSeconds * 1000) / this.options.speed;
    return periodMs - (this.options.clock.now() % periodMs);
  }

  set(evacuated: boolean): void {
    this.wanted = evacuated;
    this.publish();
  }

  stop(): void {
    this.cancel();
  }

  private publish(): void {
    this.current = Math.max(this.current ?? 0, this.wanted ? 1 : 0);
  }

  private scheduleEnd(): () => void {
    return this.options.clock.after(this.delayMs, () => {
      this.cancel = this.scheduleEnd();
      this.endPeriod();
    });
  }

  private endPeriod(): void {
    const { settings, onChange } = this.options;
    this.values.push(this.current);
    this.values.splice(0, this.values.length - settings.evaluationPeriods);
    this.current = undefined;
    const before = this.state;
    this.state = alarmState(settings, this.values, before);
    if (this.state !== "INSUFFICIENT_DATA") {
      this.lastKnown = this.state;
    }
    if ((this.state === "ALARM") !== this.wanted) {
      this.publish();
    }
    if (this.state !== before) {
      onChange();
    }
  }
}
