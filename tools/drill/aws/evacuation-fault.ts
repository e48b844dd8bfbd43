import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { type MetricSwitch, type PlannedRegion, regionNamed } from "../../evacuate/evacuation-plan";
import { publishEvacuation } from "../../evacuate/metric-switch";
import type { RoutingControlCluster } from "../../evacuate/routing-control-cluster";
import { clientSettings } from "../../shared/client-settings";
import { latestMetricValue } from "../../shared/latest-metric-value";

/** Minutes for which the mark of a drill is looked for. It is longer than the longest drill. */
const MARK_MINUTES = 180;

/**
 * Evacuates a region and returns it, like `npm run evacuate`. A second metric marks the evacuation as one of a drill, so that a drill
 * never returns a region that an operator evacuated.
 */
export class EvacuationFault {
  private readonly plan: readonly PlannedRegion[];
  private readonly cluster: Pick<RoutingControlCluster, "set">;
  private readonly backend: string;

  /** @param backend name of the backend, e.g. `project-x-dev-items` */
  constructor(plan: readonly PlannedRegion[], cluster: Pick<RoutingControlCluster, "set">, backend: string) {
    this.plan = plan;
    this.cluster = cluster;
    this.backend = backend;
  }

  async set(region: string, evacuated: boolean): Promise<void> {
    const planned = regionNamed(this.plan, region);
    const { switch: target } = planned;
    if (evacuated) {
      await publishEvacuation(this.mark(region), true);
    }
    await (target.type === "metric"
      ? publishEvacuation(target, evacuated)
      : this.cluster.set(target.arn, evacuated ? "Off" : "On"));
    if (!evacuated) {
      await publishEvacuation(this.mark(region), false);
    }
  }

  /** Whether the latest mark says that a drill has evacuated the region. */
  async isMarked(region: string): Promise<boolean> {
    const { hostRegion, namespace, metricName: name, dimensions } = this.mark(region);
    const client = new CloudWatchClient({ region: hostRegion, ...clientSettings() });
    // The end of an evacuation can be in the same minute as its last repetition. The minimum of that minute is the end.
    const query = { namespace, name, dimensions, statistic: "Minimum", minutes: MARK_MINUTES } as const;
    return (await latestMetricValue(client, query)) === 1;
  }

  /** The metric of the mark, beside the metric of the evacuation. With routing controls, in another region of the backend. */
  private mark(region: string): MetricSwitch {
    const { switch: target } = regionNamed(this.plan, region);
    const other = this.plan.find((one) => one.region !== region)?.region ?? region;
    return target.type === "metric"
      ? { ...target, metricName: "Drill" }
      : {
          type: "metric",
          hostRegion: other,
          alarmName: "",
          namespace: "Tierra/Evacuation",
          metricName: "Drill",
          dimensions: { Backend: this.backend, Region: region },
        };
  }
}
