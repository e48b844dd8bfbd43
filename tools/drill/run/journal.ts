import type { Phase, PhaseTime } from "../model/phase";
import type { Clock } from "./clock";
import type { DrillOutcome } from "./drill-outcome";
import type { Listener } from "./listener";

/** What happens in a drill, for the report and for a listener. */
export class Journal {
  private readonly clock: Clock;
  private readonly listener: Listener;
  private readonly phases: PhaseTime[] = [];
  private readonly events: { readonly at: number; readonly text: string }[] = [];

  constructor(clock: Clock, listener: Listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /** Begins a phase, which ends the phase before it. */
  phase(name: Phase, text: string): void {
    const now = this.clock.now();
    this.endPhase(now);
    this.phases.push({ name, from: now, to: now });
    this.listener.phase(name, text);
  }

  event(text: string): void {
    this.events.push({ at: this.clock.now(), text });
    this.listener.event(text);
  }

  /** Ends the last phase. */
  end(): Pick<DrillOutcome, "phases" | "events"> {
    this.endPhase(this.clock.now());
    return { phases: this.phases, events: this.events };
  }

  private endPhase(now: number): void {
    const last = this.phases.pop();
    if (last) {
      this.phases.push({ ...last, to: now });
    }
  }
}
