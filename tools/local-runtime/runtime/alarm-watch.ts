import type { RegionRouting } from "../routing/routing";
import type { CustomAlarms } from "./custom-alarms";
import type { Timeline } from "./timeline";

export interface AlarmWatchOptions {
  /** Names of the regions. */
  readonly regions: () => Iterable<string>;
  readonly routing: { region(name: string): Pick<RegionRouting, "endpointHealthy" | "evacuated"> };
  readonly alarms: Pick<CustomAlarms, "holding">;
  readonly timeline: Pick<Timeline, "add">;
}

/** Milliseconds between two looks at the alarms. */
const INTERVAL_MS = 1000;

/** The alarms that are on: those of health and evacuation, and those on metrics of functions. Changes are events of the timeline. */
export class AlarmWatch {
  private readonly options: AlarmWatchOptions;
  private readonly timer: NodeJS.Timeout;
  private on: readonly string[] = [];

  constructor(options: AlarmWatchOptions) {
    this.options = options;
    this.timer = setInterval(() => this.look(), INTERVAL_MS).unref();
  }

  /** Ends of the alarms' names, sorted, e.g. `eu-west-1-unhealthy`. */
  get holding(): readonly string[] {
    return this.on;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Reads the alarms now. The timer calls it, too. */
  look(): void {
    const { regions, routing, alarms, timeline } = this.options;
    const ofRegions = [...regions()].flatMap((name) => {
      const { endpointHealthy, evacuated } = routing.region(name);
      return [...(endpointHealthy ? [] : [`${name}-unhealthy`]), ...(evacuated ? [`${name}-evacuated`] : [])];
    });
    const before = this.on;
    this.on = [...ofRegions, ...alarms.holding].sort();
    for (const alarm of this.on.filter((one) => !before.includes(one))) {
      timeline.add("health", `the alarm ${alarm} is on`);
    }
    for (const alarm of before.filter((one) => !this.on.includes(one))) {
      timeline.add("health", `the alarm ${alarm} is off`);
    }
  }
}
