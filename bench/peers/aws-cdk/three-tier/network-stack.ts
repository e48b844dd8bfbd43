import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { PublicHostedZone } from "aws-cdk-lib/aws-route53";
import type { Construct } from "constructs";
import { EnvironmentStack, type EnvironmentStackProps } from "../shared/environment-stack";
import { ServiceKey } from "../shared/service-key";
import { TieredVpc } from "../shared/tiered-vpc";

/** The network of the three-tier application: three tiers in three zones. */
export class ThreeTierNetworkStack extends EnvironmentStack {
  readonly vpc: TieredVpc;
  readonly zone: PublicHostedZone | undefined;

  constructor(scope: Construct, id: string, { environment }: EnvironmentStackProps) {
    super(scope, id, environment);
    const name = `project-x-${environment.name}`;
    this.vpc = new TieredVpc(this, "vpc", {
      name,
      cidr: "10.0.0.0/16",
      zones: environment.zones,
      natGateways: environment.natGateways,
      key: new ServiceKey(this, "key", `${name}-network`, ["logs"]),
      retention: RetentionDays.ONE_YEAR,
      interfaceEndpoints: ["ssm", "ssmmessages", "ec2messages", "secretsmanager", "logs"],
    });
    this.zone = environment.domain
      ? new PublicHostedZone(this, "zone", { zoneName: environment.domain.zoneName })
      : undefined;
  }
}
