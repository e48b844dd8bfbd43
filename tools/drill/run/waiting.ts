import type { Observation } from "../model/target";
import type { DrillSetup } from "./drill-setup";
import { refuseToContinue } from "./refusals";

/** Milliseconds between two looks at what has happened. */
const LOOK_MS = 100;
/** Milliseconds after which the request of a fault is sent again. */
const REPEAT_MS = 60_000;

/** Waits during a drill. Meanwhile it repeats the request of the fault, or of its end, and ends a drill that became an outage. */
export class Waiting {
  private readonly setup: Pick<DrillSetup, "clock" | "fault" | "target">;
  private readonly latest: () => Observation | undefined;
  private failing = true;
  private repeatAt = Number.POSITIVE_INFINITY;

  /** @param latest the latest state of the backend */
  constructor(setup: Pick<DrillSetup, "clock" | "fault" | "target">, latest: () => Observation | undefined) {
    this.setup = setup;
    this.latest = latest;
  }

  /** The backend has confirmed the request, which is repeated from now on. @param failing whether it caused the fault */
  confirmed(failing: boolean): void {
    this.failing = failing;
    this.repeatAt = this.setup.clock.now() + REPEAT_MS;
  }

  /**
   * @param limit milliseconds
   * @returns whether it happened within the limit
   * @throws UsageError when no other region is healthy during the fault
   */
  async until(happened: () => boolean, limit: number): Promise<boolean> {
    const { clock, fault } = this.setup;
    const end = clock.now() + limit;
    while (!happened()) {
      if (clock.now() >= end) {
        return false;
      }
      await clock.sleep(LOOK_MS);
      await this.repeat();
      if (this.failing) {
        refuseToContinue(this.latest(), fault);
      }
    }
    return true;
  }

  private async repeat(): Promise<void> {
    const { clock, fault, target } = this.setup;
    if (clock.now() >= this.repeatAt) {
      this.repeatAt = clock.now() + REPEAT_MS;
      await target.repeat(fault, this.failing);
    }
  }
}
