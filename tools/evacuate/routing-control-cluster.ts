import {
  GetRoutingControlStateCommand,
  Route53RecoveryClusterClient,
  UpdateRoutingControlStateCommand,
} from "@aws-sdk/client-route53-recovery-cluster";
import { describeAwsError } from "../shared/aws-problem";
import { clientSettings } from "../shared/client-settings";
import { UsageError } from "../shared/usage-error";

/** An endpoint of the cluster and its region. */
export interface ClusterEndpoint {
  readonly region: string;
  readonly url: string;
}

/**
 * The routing controls of an ARC cluster. It tries the endpoints one after the other, as AWS recommends. At least three of the five
 * are available at any time.
 * https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.update.api.html
 */
export class RoutingControlCluster {
  private readonly endpoints: readonly ClusterEndpoint[];

  /** @param avoid region whose endpoint is tried last, because it may be failing */
  constructor(endpoints: readonly ClusterEndpoint[], avoid: string) {
    const last = endpoints.filter(({ region }) => region === avoid);
    this.endpoints = [...endpoints.filter((endpoint) => !last.includes(endpoint)), ...last];
  }

  /** @throws UsageError when no endpoint answers */
  async isOn(arn: string): Promise<boolean> {
    const { RoutingControlState } = await this.any((client) =>
      client.send(new GetRoutingControlStateCommand({ RoutingControlArn: arn })),
    );
    return RoutingControlState === "On";
  }

  /** @throws UsageError when no endpoint accepts the state */
  async set(arn: string, state: "On" | "Off"): Promise<void> {
    await this.any((client) =>
      client.send(new UpdateRoutingControlStateCommand({ RoutingControlArn: arn, RoutingControlState: state })),
    );
  }

  private async any<T>(ask: (client: Route53RecoveryClusterClient) => Promise<T>): Promise<T> {
    const failures: string[] = [];
    for (const { region, url } of this.endpoints) {
      // The endpoints of the configuration, unless the variable of the SDKs names an emulated AWS.
      const endpoint = process.env.AWS_ENDPOINT_URL ?? url;
      try {
        return await ask(new Route53RecoveryClusterClient({ region, endpoint, ...clientSettings(), maxAttempts: 1 }));
      } catch (error) {
        failures.push(`${region}: ${describeAwsError(error)}`);
      }
    }
    throw new UsageError(`one endpoint of the routing control cluster must answer, got ${failures.join("; ")}`);
  }
}
