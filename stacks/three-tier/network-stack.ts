import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { PublicHostedZone } from "../../modules/dns/public-hosted-zone";
import { type TieredNetworkFacts, TieredNetworkStack } from "../tiered-network-stack";

/** Facts of the network stack. */
export interface NetworkFacts extends TieredNetworkFacts {
  /** The application's domain. Undefined when the configuration has none. */
  readonly domain: DomainFacts | undefined;
}

export interface DomainFacts {
  /** Domain name of the application, e.g. `app.example.com`. */
  readonly name: string;
  /** ID of its hosted zone, which this stack creates or the configuration names. */
  readonly hostedZoneId: string;
}

export interface ThreeTierNetworkStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The environment's three-tier section. */
  readonly config: ThreeTierConfig;
}

type DomainConfig = NonNullable<ThreeTierConfig["network"]["domain"]>;

/** The VPC of the three-tier application, and the hosted zone of its domain, which outlives the other stacks. */
export class ThreeTierNetworkStack extends TieredNetworkStack implements NetworkFacts {
  readonly domain: DomainFacts | undefined;

  constructor(scope: Construct, id: string, { environment, config }: ThreeTierNetworkStackProps) {
    const { network, logRetentionInDays } = config;
    super(scope, id, {
      environment,
      network,
      endpoints: network.interfaceEndpoints,
      keyDescription: "Encrypts the flow logs of the three-tier network",
      logRetentionInDays,
    });
    const { domain } = network;
    this.domain = domain && {
      name: domain.name,
      hostedZoneId: this.findOrCreateHostedZone(domain, logRetentionInDays),
    };
    new TerraformOutput(this, "nat_public_ips", {
      value: this.natPublicIps,
      description: "Public source addresses of the hosts' connections, for allow lists of other services",
    });
    new TerraformOutput(this, "vpc_id", { value: this.vpc.vpcId, description: "ID of the VPC" });
  }

  private findOrCreateHostedZone({ name, hostedZone }: DomainConfig, retentionInDays: number | undefined): string {
    if ("id" in hostedZone) {
      return hostedZone.id;
    }
    const zone = new PublicHostedZone(this, "hosted-zone", {
      name: hostedZone.create,
      comment: `${this.prefix}: ${name}`,
      queryLog: hostedZone.queryLogging
        ? { name: this.prefix, accountId: this.account.accountId, retentionInDays, provider: this.globalProvider() }
        : undefined,
    });
    new TerraformOutput(this, "name_servers", {
      value: zone.nameServers,
      description: `Name servers for the delegation of ${hostedZone.create}`,
    });
    return zone.zoneId;
  }
}
