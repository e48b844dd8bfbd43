import { Annotations, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { isPrivateBlock } from "../../modules/shared/cidr";
import { TieredNetworkStack } from "../tiered-network-stack";

/** What the later stacks know of the network. Lists hold one entry per zone, in the order of the configuration. */
export interface NetworkFacts {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly zoneNames: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly isolatedSubnetIds: readonly string[];
  /** Ranges of the isolated subnets, where the database and its proxy answer. */
  readonly isolatedCidrs: readonly string[];
}

export interface AuroraApiNetworkStackProps {
  readonly environment: Environment;
  readonly config: AuroraApiConfig;
}

/** The VPC of the relational API: functions in private subnets, cluster and proxy in isolated ones. */
export class AuroraApiNetworkStack extends TieredNetworkStack implements NetworkFacts {
  readonly isolatedCidrs: readonly string[];

  constructor(scope: Construct, id: string, { environment, config }: AuroraApiNetworkStackProps) {
    super(scope, id, {
      environment,
      component: "aurora",
      network: config.network,
      // Rotation and bootstrap run in the isolated subnets, which have no other way to it.
      endpoints: ["secretsmanager"],
      keyDescription: "Encrypts the flow logs of the relational API's network",
      logRetentionInDays: config.logRetentionInDays,
    });
    this.warnOfPublicAddresses();
    this.isolatedCidrs = config.network.zones.map(({ isolatedCidr }) => isolatedCidr);
    new TerraformOutput(this, "vpc_id", { value: this.vpcId, description: "The VPC" });
  }

  private warnOfPublicAddresses(): void {
    if (!isPrivateBlock(this.vpcCidr)) {
      Annotations.of(this).addWarning(
        `network.vpcCidr ${this.vpcCidr} is public address space: from inside the VPC, and from the laptops of its VPN, whoever ` +
          "owns those addresses on the internet cannot be reached; prefer 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
      );
    }
  }
}
