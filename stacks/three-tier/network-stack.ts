import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { PublicHostedZone } from "../../modules/dns/public-hosted-zone";
import { type TieredNetworkFacts, TieredNetworkStack } from "../tiered-network-stack";

/** What the other stacks of the architecture refer to. */
export interface NetworkFacts extends TieredNetworkFacts {
  /** ID of the application's hosted zone, created here or named by the configuration. Undefined without a domain. */
  readonly hostedZoneId: string | undefined;
}

export interface ThreeTierNetworkStackProps {
  readonly environment: Environment;
  readonly config: ThreeTierConfig;
}

/** The VPC of the three-tier application: subnets, ways in and out, flow logs; and its DNS zone, which outlives the rest. */
export class ThreeTierNetworkStack extends TieredNetworkStack implements NetworkFacts {
  readonly hostedZoneId: string | undefined;

  constructor(scope: Construct, id: string, { environment, config }: ThreeTierNetworkStackProps) {
    const { network, logRetentionInDays } = config;
    super(scope, id, {
      environment,
      network,
      endpoints: network.interfaceEndpoints,
      keyDescription: "Encrypts the flow logs of the three-tier network",
      logRetentionInDays,
    });
    this.hostedZoneId = this.findOrCreateHostedZone(network);
    new TerraformOutput(this, "nat_public_ips", {
      value: this.natPublicIps,
      description: "Addresses that the hosts' connections come from, for other parties' allow lists",
    });
    new TerraformOutput(this, "vpc_id", { value: this.vpc.vpcId, description: "The VPC" });
  }

  private findOrCreateHostedZone({ domain }: ThreeTierConfig["network"]): string | undefined {
    if (!domain) {
      return undefined;
    }
    if ("id" in domain.hostedZone) {
      return domain.hostedZone.id;
    }
    const zone = new PublicHostedZone(this, "hosted-zone", {
      name: domain.hostedZone.create,
      comment: `${this.prefix}: ${domain.name}`,
    });
    new TerraformOutput(this, "name_servers", {
      value: zone.nameServers,
      description: `Name servers that ${domain.hostedZone.create} is to be delegated to`,
    });
    return zone.zoneId;
  }
}
