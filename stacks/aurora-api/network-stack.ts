import { Annotations, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { isPrivateBlock } from "../../modules/shared/cidr";
import { type TieredNetworkFacts, TieredNetworkStack } from "../tiered-network-stack";

/** What the other stacks of the architecture refer to. */
export type NetworkFacts = TieredNetworkFacts;

export interface AuroraApiNetworkStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The environment's section of the relational API. */
  readonly config: AuroraApiConfig;
}

/** The VPC of the relational API. Functions are in private subnets, cluster and proxy in isolated ones. */
export class AuroraApiNetworkStack extends TieredNetworkStack {
  constructor(scope: Construct, id: string, { environment, config }: AuroraApiNetworkStackProps) {
    super(scope, id, {
      environment,
      component: "aurora",
      network: config.network,
      // For rotation and bootstrap, whose isolated subnets have no other route to Secrets Manager.
      endpoints: ["secretsmanager"],
      keyDescription: "Encrypts the flow logs of the relational API's network",
      logRetentionInDays: config.logRetentionInDays,
    });
    this.warnOfPublicAddresses();
    new TerraformOutput(this, "vpc_id", { value: this.vpc.vpcId, description: "ID of the VPC" });
  }

  private warnOfPublicAddresses(): void {
    if (!isPrivateBlock(this.vpc.cidr)) {
      Annotations.of(this).addWarning(
        `network.vpcCidr ${this.vpc.cidr} is public address space. The owners of these addresses on the internet are ` +
          "unreachable from the VPC and from its VPN clients. Prefer 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
      );
    }
  }
}
