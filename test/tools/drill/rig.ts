import type { Phase } from "../../../tools/drill/model/phase";
import type { RecordStore } from "../../../tools/drill/model/record";
import type { Fault, Scenario } from "../../../tools/drill/model/scenario";
import type { Target } from "../../../tools/drill/model/target";
import { Clock } from "../../../tools/drill/run/clock";
import { type DrillOutcome, DrillRun } from "../../../tools/drill/run/drill-run";
import { limitsAt } from "../../../tools/drill/run/limits";
import { type Preparation, prepare } from "../../../tools/drill/run/preparation";
import { MemoryStore, SimulatedBackend } from "./simulated-backend";

export const HOME = "eu-west-1";
export const OTHER = "eu-central-1";

/** Milliseconds of the fake clock between two looks at the work. */
const STEP = 100;

/** Lets the fake clock run until the work has ended. */
export async function passing<T>(work: Promise<T>): Promise<T> {
  let ended = false;
  const marked = work.finally(() => {
    ended = true;
  });
  marked.catch(() => undefined);
  for (let step = 0; !ended && step < 100_000; step += 1) {
    await jest.advanceTimersByTimeAsync(STEP);
  }
  return marked;
}

/** A drill against a simulated backend. */
export class Rig {
  readonly backend: SimulatedBackend;
  readonly store = new MemoryStore();
  readonly abort = new AbortController();
  readonly said: string[] = [];
  readonly asked: string[] = [];
  readonly phases: Phase[] = [];
  readonly events: string[] = [];
  /** Called at the start of each phase. */
  onPhase: (name: Phase) => void = () => undefined;
  /** The operator's answer. */
  answer: Error | undefined;

  constructor({ regions = [HOME, OTHER], speed = 10 } = {}) {
    this.backend = new SimulatedBackend(regions, speed);
  }

  fault(scenario: Scenario, region = HOME): Fault {
    return { id: "k3v9x2ab", scenario, region };
  }

  preparation(target: Target = this.backend, store: RecordStore = this.store): Preparation {
    return {
      target,
      store,
      clock: new Clock(this.abort.signal),
      limits: limitsAt(this.backend.speed, 30),
      say: (line) => void this.said.push(line),
      confirm: async (question) => {
        this.asked.push(question);
        if (this.answer) {
          throw this.answer;
        }
      },
      again: "npm run drill -- --environment dev --local --restore",
    };
  }

  /** Prepares and runs a drill on the fake clock. */
  run(fault: Fault): Promise<DrillOutcome> {
    return passing(this.start(fault));
  }

  /** Prepares and runs a drill. The caller lets the fake clock run. */
  async start(fault: Fault, target: Target = this.backend, store: RecordStore = this.store): Promise<DrillOutcome> {
    const setup = this.preparation(target, store);
    const { regions } = await prepare(fault, setup);
    const record = { ...fault, target: "local" as const, environment: "dev", startedAt: "2026-11-25T00:00:00.000Z" };
    const drill = new DrillRun({
      ...setup,
      fault,
      record,
      regions,
      limits: limitsAt(this.backend.speed, 30),
      send: this.backend.send,
      rate: 10,
      maxOutstanding: 50,
      listener: {
        phase: (name) => {
          this.phases.push(name);
          this.onPhase(name);
        },
        event: (text) => void this.events.push(text),
      },
    });
    return drill.run();
  }
}
