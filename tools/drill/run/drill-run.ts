import type { DrillData, Marks, Verification } from "../analysis/drill-data";
import { Load, type Send } from "../load/load";
import { RequestLog } from "../load/request-log";
import type { Phase, PhaseTime } from "../model/phase";
import type { DrillRecord, RecordStore } from "../model/record";
import { type Fault, switches } from "../model/scenario";
import type { RegionStatus, Target } from "../model/target";
import type { Clock } from "./clock";
import { countAnswers, hasAnswered, hasStaleRead, hasSwitched, isHealthy } from "./conditions";
import type { Limits } from "./limits";
import type { Listener } from "./listener";
import { Observer } from "./observer";
import { refuseUnseen } from "./refusals";
import { restore } from "./restoration";
import { verify } from "./verification";

export interface DrillSetup {
  readonly fault: Fault;
  readonly record: DrillRecord;
  readonly regions: readonly RegionStatus[];
  readonly target: Target;
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly send: Send;
  readonly limits: Limits;
  /** Requests per second. */
  readonly rate: number;
  readonly maxOutstanding: number;
  readonly listener: Listener;
  /** The command that ends the fault, for an error. */
  readonly again: string;
}

/** The record of a drill, complete or not. */
export interface DrillOutcome {
  readonly data: DrillData;
  readonly phases: readonly PhaseTime[];
  readonly events: readonly { readonly at: number; readonly text: string }[];
  /** Number of items that may exist. */
  readonly itemCount: number;
  /** Why the drill is not complete. */
  readonly failure?: unknown;
}

/** Milliseconds between two looks at what has happened. */
const LOOK_MS = 100;
/** Milliseconds after which the request of a fault is sent again. */
const REPEAT_MS = 60_000;

/** One drill: load, fault, waiting, restoration. It ends the fault in any case. */
export class DrillRun {
  readonly log: RequestLog;
  readonly observer: Observer;
  private readonly setup: DrillSetup;
  private readonly load: Load;
  private marks: Omit<Marks, "endedAt">;
  private readonly phases: { name: Phase; from: number; to: number }[] = [];
  private readonly events: { at: number; text: string }[] = [];
  private verification: Verification | undefined;
  private repeatAt = Number.POSITIVE_INFINITY;

  constructor(setup: DrillSetup) {
    const { clock, fault, regions, rate, maxOutstanding, send, target } = setup;
    this.setup = setup;
    this.marks = { startedAt: clock.now() };
    this.log = new RequestLog(`drill-${fault.id}-`);
    const readFrom = switches(fault.scenario) ? [] : regions.filter(({ routed }) => routed).map(({ name }) => name);
    this.load = new Load(send, this.log, clock, { rate, maxOutstanding, readFrom });
    this.observer = new Observer(target, clock, (line) => this.event(line));
  }

  /** Never rejects: a failure is part of the outcome. */
  async run(): Promise<DrillOutcome> {
    const { clock, store } = this.setup;
    let failure: unknown;
    const attempt = async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        failure ??= error;
      }
    };
    this.marks = { startedAt: clock.now() };
    this.observer.start();
    this.load.start();
    await attempt(() => this.untilHold());
    if (store.read() !== undefined) {
      await attempt(() => this.restore());
    }
    if (failure === undefined) {
      await attempt(() => this.recover());
    }
    await this.load.stop();
    const endedAt = clock.now();
    if (failure === undefined) {
      await attempt(() => this.verify());
    }
    await this.observer.stop();
    return this.outcome(endedAt, failure);
  }

  private async untilHold(): Promise<void> {
    const { clock, fault, limits, record, store, target } = this.setup;
    this.phase("baseline", `load at ${this.setup.rate} requests/s`);
    await clock.sleep(limits.baseline);
    const { answered, failed } = countAnswers(this.log.records);
    refuseUnseen(answered, failed, fault);
    this.phase("fault", `${fault.region} fails`);
    store.write(record);
    clock.check();
    this.marks = { ...this.marks, failingAt: clock.now() };
    await target.fail(fault);
    this.marks = { ...this.marks, faultAt: clock.now() };
    this.repeatAt = clock.now() + REPEAT_MS;
    if (switches(fault.scenario)) {
      this.phase("detection", "until the region's records are unhealthy");
      if (await this.until(() => !this.isHealthy(), limits.detection)) {
        this.phase("switch", "until another region answers every request");
        await this.until(() => this.isSwitched(), limits.switched);
      }
    } else {
      this.phase("detection", "until reads in another region are stale");
      await this.until(() => hasStaleRead(this.log.records, 0), limits.detection);
    }
    this.phase("hold", "the fault stays");
    await this.until(() => false, limits.hold);
  }

  private async restore(): Promise<void> {
    const { again, clock, fault, limits, store, target } = this.setup;
    this.phase("restore", `${fault.region} returns`);
    this.marks = { ...this.marks, restoringAt: clock.now() };
    await restore(fault, target, clock, { limit: limits.restoration, again });
    this.marks = { ...this.marks, restoredAt: clock.now() };
    store.remove();
  }

  private async recover(): Promise<void> {
    const { clock, fault, limits } = this.setup;
    this.repeatAt = clock.now() + REPEAT_MS;
    this.phase("recovery", switches(fault.scenario) ? "until the region answers again" : "until no read is stale");
    await this.until(() => this.isRecovered(), limits.recovery);
    await clock.sleep(limits.tail);
  }

  private async verify(): Promise<void> {
    const { clock, limits, regions, send } = this.setup;
    const deployed = regions.map(({ name }) => name);
    this.phase("verify", `reads ${this.log.items.length} items in ${deployed.join(", ")}`);
    this.verification = await verify(this.log.items, deployed, send, clock, limits.verification);
  }

  private isHealthy(): boolean {
    return isHealthy(this.observer.latest, this.setup.fault.region);
  }

  private isSwitched(): boolean {
    const { clock, fault, limits } = this.setup;
    const since = clock.now() - limits.quiet;
    return since > (this.marks.faultAt ?? 0) && hasSwitched(this.log.records, fault.region, since);
  }

  private isRecovered(): boolean {
    const { clock, fault, limits } = this.setup;
    const { restoredAt = 0 } = this.marks;
    if (switches(fault.scenario)) {
      return this.isHealthy() && hasAnswered(this.log.records, fault.region, restoredAt);
    }
    const since = clock.now() - limits.quiet;
    return since > restoredAt && !hasStaleRead(this.log.records, since);
  }

  /** Returns whether it happened within the limit. */
  private async until(happened: () => boolean, limit: number): Promise<boolean> {
    const { clock } = this.setup;
    const end = clock.now() + limit;
    while (!happened()) {
      if (clock.now() >= end) {
        return false;
      }
      await clock.sleep(LOOK_MS);
      await this.repeat();
    }
    return true;
  }

  private async repeat(): Promise<void> {
    const { clock, fault, target } = this.setup;
    if (clock.now() >= this.repeatAt) {
      this.repeatAt = clock.now() + REPEAT_MS;
      await target.repeat(fault, this.marks.restoredAt === undefined);
    }
  }

  private phase(name: Phase, text: string): void {
    const now = this.setup.clock.now();
    const before = this.phases.at(-1);
    if (before) {
      before.to = now;
    }
    this.phases.push({ name, from: now, to: now });
    this.setup.listener.phase(name, text);
  }

  private event(text: string): void {
    this.events.push({ at: this.setup.clock.now(), text });
    this.setup.listener.event(text);
  }

  private outcome(endedAt: number, failure: unknown): DrillOutcome {
    const last = this.phases.at(-1);
    if (last) {
      last.to = this.setup.clock.now();
    }
    const { region, scenario } = this.setup.fault;
    return {
      data: {
        region,
        scenario,
        marks: { ...this.marks, endedAt },
        records: this.log.records,
        observations: this.observer.observations,
        notSent: this.log.notSent,
        ...(this.verification ? { verification: this.verification } : {}),
      },
      phases: this.phases,
      events: this.events,
      itemCount: this.log.itemCount,
      ...(failure === undefined ? {} : { failure }),
    };
  }
}
