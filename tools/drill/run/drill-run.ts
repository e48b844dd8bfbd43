import type { Marks, Verification } from "../analysis/drill-data";
import { Load } from "../load/load";
import { RequestLog } from "../load/request-log";
import { switches } from "../model/scenario";
import { countAnswers, hasAnswered, hasStaleRead, hasSwitched, isHealthy } from "./conditions";
import type { DrillOutcome } from "./drill-outcome";
import type { DrillSetup } from "./drill-setup";
import { Journal } from "./journal";
import { Observer } from "./observer";
import { refuseOutage, refuseUnseen } from "./refusals";
import { restore } from "./restoration";
import { verify } from "./verification";
import { Waiting } from "./waiting";

/** One drill: load, fault, waiting, restoration. It ends the fault in any case. */
export class DrillRun {
  readonly log: RequestLog;
  readonly observer: Observer;
  private readonly setup: DrillSetup;
  private readonly load: Load;
  private marks: Omit<Marks, "endedAt">;
  private readonly journal: Journal;
  private verification: Verification | undefined;
  private readonly waiting: Waiting;
  private isRecorded = false;

  constructor(setup: DrillSetup) {
    const { clock, fault, listener, regions, rate, maxOutstanding, send, target } = setup;
    this.setup = setup;
    this.journal = new Journal(clock, listener);
    this.marks = { startedAt: clock.now() };
    this.log = new RequestLog(`drill-${fault.id}-`);
    const readFrom = switches(fault.scenario) ? [] : regions.filter(({ routed }) => routed).map(({ name }) => name);
    this.load = new Load(send, this.log, clock, { rate, maxOutstanding, readFrom });
    this.observer = new Observer(target, clock, (line) => this.journal.event(line));
    this.waiting = new Waiting(setup, () => this.observer.latest);
  }

  /** Never rejects: a failure is part of the outcome. */
  async run(): Promise<DrillOutcome> {
    const { clock } = this.setup;
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
    // Not by the file of the record, which may have been deleted meanwhile.
    if (this.isRecorded) {
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
    this.journal.phase("baseline", `load at ${this.setup.rate} requests/s`);
    await clock.sleep(limits.baseline);
    const { answered, failed } = countAnswers(this.log.records);
    refuseUnseen(answered, failed, fault);
    if (this.observer.latest) {
      // The state may have changed during the baseline.
      refuseOutage(this.observer.latest, fault);
    }
    this.journal.phase("fault", `${fault.region} fails`);
    store.write(record);
    this.isRecorded = true;
    clock.check();
    this.marks = { ...this.marks, failingAt: clock.now() };
    await target.fail(fault);
    this.marks = { ...this.marks, faultAt: clock.now() };
    this.waiting.confirmed(true);
    if (switches(fault.scenario)) {
      this.journal.phase("detection", "until the region's records are unhealthy");
      if (await this.waiting.until(() => !this.isHealthy(), limits.detection)) {
        this.journal.phase("switch", "until another region answers every request");
        await this.waiting.until(() => this.isSwitched(), limits.switched);
      }
    } else {
      this.journal.phase("detection", "until reads in another region are stale");
      await this.waiting.until(() => hasStaleRead(this.log.records, 0), limits.detection);
    }
    this.journal.phase("hold", "the fault stays");
    await this.waiting.until(() => false, limits.hold);
  }

  private async restore(): Promise<void> {
    const { again, clock, fault, limits, store, target } = this.setup;
    this.journal.phase("restore", `${fault.region} returns`);
    this.marks = { ...this.marks, restoringAt: clock.now() };
    await restore(fault, target, clock, { limit: limits.restoration, again });
    this.marks = { ...this.marks, restoredAt: clock.now() };
    store.remove();
  }

  private async recover(): Promise<void> {
    const { clock, fault, limits } = this.setup;
    this.waiting.confirmed(false);
    const end = switches(fault.scenario) ? "until the region answers again" : "until no read is stale";
    this.journal.phase("recovery", end);
    await this.waiting.until(() => this.isRecovered(), limits.recovery);
    await clock.sleep(limits.tail);
  }

  private async verify(): Promise<void> {
    const { clock, limits, regions, send } = this.setup;
    const deployed = regions.map(({ name }) => name);
    this.journal.phase("verify", `reads ${this.log.items.length} items in ${deployed.join(", ")}`);
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

  private outcome(endedAt: number, failure: unknown): DrillOutcome {
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
      ...this.journal.end(),
      itemCount: this.log.itemCount,
      ...(failure === undefined ? {} : { failure }),
    };
  }
}
