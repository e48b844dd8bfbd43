import { NetworkmonitorMonitor } from "@cdktf/provider-aws/lib/networkmonitor-monitor";
import { NetworkmonitorProbe } from "@cdktf/provider-aws/lib/networkmonitor-probe";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface NetworkProbesProps {
  /** Name of the monitor and prefix of the probes' `Name` tags, e.g. `project-x-prod-direct-connect`. */
  readonly name: string;
  /** ARN of the source subnet. */
  readonly sourceArn: string;
  /** IPv4 addresses on premises, 1 to 4. */
  readonly destinations: readonly string[];
  /** Tags of the monitor and its probes besides `Name`. @default none */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Seconds in which results are aggregated. 30 is the shorter of the two possible values and costs twice as much as 60. */
const AGGREGATION_SECONDS = 30;

/**
 * Network Synthetic Monitor: AWS pings the site from a subnet and publishes metrics in `AWS/NetworkMonitor`. The results are
 * independent of the path monitor: they measure the same path from the same subnet, without the project's code.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/what-is-network-monitor.html
 */
export class NetworkProbes extends Construct {
  /** Name of the monitor, the value of its metrics' dimension `Monitor`. */
  readonly monitorName: string;
  /** IDs of the probes, the values of the dimension `Probe`. */
  readonly probeIds: readonly string[];
  /** Escape hatch: the underlying `aws_networkmonitor_monitor`. */
  readonly resource: NetworkmonitorMonitor;

  constructor(scope: Construct, id: string, props: NetworkProbesProps) {
    super(scope, id);
    const { name, sourceArn, destinations, tags = {} } = props;
    // Quotas of Network Synthetic Monitor: four destinations per subnet.
    ensure(destinations.length > 0 && destinations.length <= 4, "destinations", "be 1 to 4", destinations.length);
    this.resource = new NetworkmonitorMonitor(this, "Resource", {
      monitorName: name,
      aggregationPeriod: AGGREGATION_SECONDS,
      tags: { ...tags, Name: name },
    });
    this.monitorName = this.resource.monitorName;
    this.probeIds = destinations.map((destination) => {
      const probe = new NetworkmonitorProbe(this, destination, {
        monitorName: this.resource.monitorName,
        sourceArn,
        destination,
        protocol: "ICMP",
        packetSize: 56,
        tags: { ...tags, Name: `${name}-${destination}` },
      });
      return probe.probeId;
    });
  }
}
