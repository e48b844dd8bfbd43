import { Annotations, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { isPrivateBlock } from "../../modules/shared/cidr";
import { type TieredNetworkFacts, TieredNetworkStack } from "../tiered-network-stack";

/** What the other stacks of the architecture refer to. */
export type NetworkFacts = TieredNetworkFacts;

export interface AuroraApiNetworkStackProps {
  readonly environment: Environment;
  readonly config: AuroraApiConfig;
}

/** The VPC of the relational API: functions in private subnets, cluster and proxy in isolated ones. */
export class AuroraApiNetworkStack extends TieredNetworkStack {
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
    new TerraformOutput(this, "vpc_id", { value: this.vpc.vpcId, description: "The VPC" });
  }

  private warnOfPublicAddresses(): void {
    if (!isPrivateBlock(this.vpc.cidr)) {
      Annotations.of(this).addWarning(
        `network.vpcCidr ${this.vpc.cidr} is public address space: from inside the VPC, and from the laptops of its VPN, whoever ` +
          "owns those addresses on the internet cannot be reached; prefer 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
      );
    }
  }
}
