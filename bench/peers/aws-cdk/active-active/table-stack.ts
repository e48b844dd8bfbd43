import { AttributeType, Billing, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PublicHostedZone } from "aws-cdk-lib/aws-route53";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { EnvironmentStack, type EnvironmentStackProps } from "../shared/environment-stack";
import { ServiceKey } from "../shared/service-key";

/** The global table with a replica in every region, and the zone of the API. */
export class GlobalTableStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, { environment }: EnvironmentStackProps) {
    super(scope, id, environment);
    const { deletionProtection, account } = environment;
    const [, ...replicas] = environment.regions;
    const replicaKeys = Object.fromEntries(
      replicas.map(({ name }) => [name, `arn:aws:kms:${name}:${account}:alias/project-x-${environment.name}-table`]),
    );
    new TableV2(this, "table", {
      tableName: "MyGlobalTable",
      partitionKey: { name: "item_id", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: deletionProtection
        ? TableEncryptionV2.customerManagedKey(
            new ServiceKey(this, "key", `project-x-${environment.name}-table`, ["dynamodb"]),
            replicaKeys,
          )
        : TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection,
      replicas: replicas.map(({ name }) => ({ region: name, deletionProtection })),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new PublicHostedZone(this, "zone", { zoneName: environment.api.domain });
  }
}
