import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { MigrationsAlarm } from "../../modules/database/migrations/migrations-alarm";
import { MigrationsFunction } from "../../modules/database/migrations/migrations-function";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { BaseStack } from "../base-stack";
import type { DataFacts } from "./data-stack";
import type { NetworkFacts } from "./network-stack";

export interface AuroraApiSchemaStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The environment's section of the relational API. */
  readonly config: AuroraApiConfig;
  /** Folder of the repository with the migrations. */
  readonly folder: string;
  /** Facts of the network stack. */
  readonly network: NetworkFacts;
  /** Facts of the data stack. */
  readonly data: Pick<DataFacts, "cluster" | "databases" | "secrets" | "databaseClientSecurityGroupId">;
}

/** The tables of the databases: a function that applies the migrations, and its invocation at each change of a file. */
export class AuroraApiSchemaStack extends BaseStack {
  constructor(scope: Construct, id: string, props: AuroraApiSchemaStackProps) {
    super(scope, id, props);
    const kmsKeyArn = this.createKey();
    const migrations = this.createMigrations(props, kmsKeyArn);
    this.createAlarms(migrations, kmsKeyArn, props.config);
  }

  private createKey(): string {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("aurora-schema"),
      description: "Encrypts log, environment and alarms of the function that applies migrations",
      services: ["logs", "cloudwatch"],
    }).arn;
  }

  private createMigrations(props: AuroraApiSchemaStackProps, kmsKeyArn: string): MigrationsFunction {
    const { config, folder, network, data } = props;
    const { address, port } = data.cluster.writer;
    return new MigrationsFunction(this, "migrations", {
      ...this.account,
      name: this.nameOf("aurora-migrations", "lambda-function"),
      network: {
        vpc: network.vpc,
        subnets: network.zones.map(({ name, isolated }) => ({ zone: name, subnetId: isolated.subnetId })),
      },
      databaseClientSecurityGroupId: data.databaseClientSecurityGroupId,
      migratorSecret: data.secrets.migrator,
      endpoint: { host: address, port },
      clusterResourceId: data.cluster.resourceId,
      folder,
      databases: data.databases,
      kmsKeyArn,
      logRetentionInDays: config.logRetentionInDays,
    });
  }

  private createAlarms({ name }: MigrationsFunction, kmsKeyArn: string, { alarmSubscriptions }: AuroraApiConfig): void {
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("aurora-schema-alarms"),
      kmsKeyArn,
      subscriptions: alarmSubscriptions,
    });
    const alarm = new MigrationsAlarm(this, "migrations-alarm", {
      name: this.nameOf("aurora-migrations"),
      functionName: name,
      topicArn: topic.arn,
    });
    topic.page(alarm.errors);
  }
}
