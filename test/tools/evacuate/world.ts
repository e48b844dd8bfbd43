import type { World } from "../../../tools/evacuate/evacuate";
import type { PlannedRegion } from "../../../tools/evacuate/evacuation-plan";
import type { RegionHealth } from "../../../tools/evacuate/health-reader";

export const OPTIONS = { region: "eu-west-1", undo: false, unchecked: false, waitSeconds: 300 };

export function planned(region: string, change: Partial<PlannedRegion> = {}): PlannedRegion {
  const metric = {
    type: "metric" as const,
    hostRegion: "eu-central-1",
    alarmName: `items-${region}-evacuation`,
    namespace: "Tierra/Evacuation",
    metricName: "Evacuated",
    dimensions: { Backend: "items", Region: region },
  };
  return { region, routed: true, switch: metric, ...change };
}

/** A fake AWS with a clock. Route 53 follows a data point after some seconds. */
export class FakeWorld implements World {
  readonly lines: string[] = [];
  readonly sent: string[] = [];
  /** Endpoints that fail their check. */
  readonly failing = new Set<string>();
  readonly evacuated = new Set<string>();
  /** Regions whose checks cannot be read. */
  readonly unreadable = new Set<string>();
  /** Seconds until Route 53 follows. */
  delay = 45;
  /** Number of data points that have no effect. */
  lost = 0;
  private clock = 0;
  private readonly pending: { readonly at: number; readonly apply: () => void }[] = [];

  readonly send: World["send"] = async ({ region }, evacuated) => {
    this.sent.push(`${region} ${evacuated} at ${this.clock} s`);
    if (this.lost > 0) {
      this.lost -= 1;
      return;
    }
    const apply = () => (evacuated ? this.evacuated.add(region) : this.evacuated.delete(region));
    this.pending.push({ at: this.clock + this.delay, apply });
  };

  readonly read: World["read"] = async ({ region }): Promise<RegionHealth> => {
    if (this.unreadable.has(region)) {
      throw Object.assign(new Error("connection refused\nat us-east-1"), { name: "TimeoutError" });
    }
    const [endpoint, notEvacuated] = [!this.failing.has(region), !this.evacuated.has(region)];
    return { endpoint, notEvacuated, record: endpoint && notEvacuated };
  };

  readonly now = () => this.clock * 1000;

  readonly sleep = async (seconds: number) => {
    this.clock += seconds;
    for (const { at, apply } of this.pending.splice(0)) {
      if (at <= this.clock) {
        apply();
      } else {
        this.pending.push({ at, apply });
      }
    }
  };

  readonly say = (line: string) => {
    this.lines.push(line);
  };
}
