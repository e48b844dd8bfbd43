import { describeAwsError } from "../../shared/aws-problem";
import { UsageError } from "../../shared/usage-error";
import type { Observation, Target } from "../model/target";
import type { Clock } from "./clock";

/** Observes a backend until it is stopped. */
export class Observer {
  readonly observations: Observation[] = [];
  private readonly target: Target;
  private readonly clock: Clock;
  private readonly noticed: (line: string) => void;
  private running: Promise<void> | undefined;
  private stopped = false;
  private problem = "";

  /** @param noticed called with changes of regions and alarms, and with failed observations */
  constructor(target: Target, clock: Clock, noticed: (line: string) => void) {
    this.target = target;
    this.clock = clock;
    this.noticed = noticed;
  }

  get latest(): Observation | undefined {
    return this.observations.at(-1);
  }

  start(): void {
    this.running = this.loop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      await this.observe();
      await this.clock.pause(this.target.pollMs);
    }
  }

  private async observe(): Promise<void> {
    try {
      const observation = await this.target.observe();
      for (const line of changes(this.latest, observation)) {
        this.noticed(line);
      }
      this.observations.push(observation);
      this.problem = "";
    } catch (error) {
      // The backend is under stress. The drill continues, and its limits end it.
      const problem = error instanceof UsageError ? error.message : describeAwsError(error);
      if (problem !== this.problem) {
        this.noticed(`the state cannot be read: ${problem}`);
      }
      this.problem = problem;
    }
  }
}

function changes(before: Observation | undefined, after: Observation): string[] {
  if (!before) {
    return [];
  }
  const regions = after.regions.flatMap(({ name, healthy }) =>
    before.regions.some((it) => it.name === name && it.healthy !== healthy)
      ? [`${name} is ${healthy ? "healthy" : "unhealthy"}`]
      : [],
  );
  const started = after.alarms.filter((alarm) => !before.alarms.includes(alarm)).map((alarm) => `alarm ${alarm}`);
  const ended = before.alarms.filter((alarm) => !after.alarms.includes(alarm)).map((alarm) => `alarm ended: ${alarm}`);
  return [...regions, ...started, ...ended];
}
