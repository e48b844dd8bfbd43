import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { EnvironmentStack, type EnvironmentStackProps } from "../shared/environment-stack";
import { ServiceKey } from "../shared/service-key";
import { TieredVpc } from "../shared/tiered-vpc";

/** The network of the relational API: three tiers in two zones. */
export class AuroraNetworkStack extends EnvironmentStack {
  readonly vpc: TieredVpc;

  constructor(scope: Construct, id: string, { environment }: EnvironmentStackProps) {
    super(scope, id, environment);
    const name = `project-x-${environment.name}-aurora`;
    this.vpc = new TieredVpc(this, "vpc", {
      name,
      cidr: "10.11.0.0/16",
      zones: environment.auroraZones,
      natGateways: 1,
      key: new ServiceKey(this, "key", `${name}-network`, ["logs"]),
      retention: RetentionDays.ONE_YEAR,
      interfaceEndpoints: ["secretsmanager"],
    });
  }
}
