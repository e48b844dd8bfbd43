import { NetworkmonitorMonitor } from "@cdktf/provider-aws/lib/networkmonitor-monitor";
import { NetworkmonitorProbe } from "@cdktf/provider-aws/lib/networkmonitor-probe";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface NetworkProbesProps {
  readonly name: string;
  /** Subnet that the probes start from. */
  readonly sourceArn: string;
  /** IPv4 addresses on premises. */
  readonly destinations: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Seconds over which results are gathered: the shorter of the two, twice the price of the longer. */
const AGGREGATION_SECONDS = 30;

/**
 * Network Synthetic Monitor: AWS's own pings from a subnet to the site, as metrics of `AWS/NetworkMonitor`. A second witness
 * beside the path monitor: it sees the same path from the same subnet and runs none of its code.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/what-is-network-monitor.html
 */
export class NetworkProbes extends Construct {
  /** Escape hatch: the underlying `aws_networkmonitor_monitor`. */
  readonly resource: NetworkmonitorMonitor;

  constructor(scope: Construct, id: string, props: NetworkProbesProps) {
    super(scope, id);
    const { name, sourceArn, destinations, tags } = props;
    // A monitor takes four destinations per subnet (quotas of Network Synthetic Monitor).
    ensure(destinations.length > 0 && destinations.length <= 4, "destinations", "be 1 to 4", destinations.length);
    this.resource = new NetworkmonitorMonitor(this, "Resource", {
      monitorName: name,
      aggregationPeriod: AGGREGATION_SECONDS,
      tags: { ...tags, Name: name },
    });
    for (const destination of destinations) {
      new NetworkmonitorProbe(this, destination, {
        monitorName: this.resource.monitorName,
        sourceArn,
        destination,
        protocol: "ICMP",
        packetSize: 56,
        tags: { ...tags, Name: `${name}-${destination}` },
      });
    }
  }
}
