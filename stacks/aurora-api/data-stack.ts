import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { AuroraAlarms } from "../../modules/database/aurora/aurora-alarms";
import type { AuroraCluster } from "../../modules/database/aurora/aurora-cluster";
import { AuroraWithProxy } from "../../modules/database/aurora/aurora-with-proxy";
import type { DatabaseProxy } from "../../modules/database/aurora/database-proxy";
import type { DatabaseRole } from "../../modules/database/database-roles";
import { MasterAccessAlarm } from "../../modules/database/master-access-alarm";
import { RotationAlarm } from "../../modules/database/rotation-alarm";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import type { ReadableSecret } from "../../modules/security/secret-access";
import { BaseStack } from "../base-stack";
import { createAccessRoles } from "./access-roles";
import type { NetworkFacts } from "./network-stack";

/** What the other stacks of the architecture refer to. */
export interface DataFacts {
  /** Security group for clients of the proxy. */
  readonly clientSecurityGroupId: string;
  /** Clients connect to the proxy with an IAM token, as one of the roles. */
  readonly proxy: Pick<DatabaseProxy, "writer" | "connectStatements">;
  /** Security group for clients of the cluster itself, which connect with a password. */
  readonly databaseClientSecurityGroupId: string;
  readonly cluster: Pick<AuroraCluster, "writer" | "resourceId">;
  /** Databases on which each role has its privileges. */
  readonly databases: readonly string[];
  /** Credentials of each role's user. */
  readonly secrets: Readonly<Record<DatabaseRole, ReadableSecret>>;
}

export interface AuroraApiDataStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The environment's section of the relational API. */
  readonly config: AuroraApiConfig;
  /** Facts of the network stack. */
  readonly network: NetworkFacts;
}

/** The resources that keep data: the Aurora cluster, its secrets and its proxy, with their alarms. */
export class AuroraApiDataStack extends BaseStack implements DataFacts {
  readonly clientSecurityGroupId: string;
  readonly proxy: DatabaseProxy;
  readonly databaseClientSecurityGroupId: string;
  readonly cluster: AuroraCluster;
  readonly databases: readonly string[];
  readonly secrets: Readonly<Record<DatabaseRole, ReadableSecret>>;

  constructor(scope: Construct, id: string, props: AuroraApiDataStackProps) {
    super(scope, id, props);
    const kmsKeyArn = this.createKey();
    const aurora = this.createAurora(props, kmsKeyArn);
    this.createAlarms(aurora, kmsKeyArn, props.config);

    this.clientSecurityGroupId = aurora.clientSecurityGroupId;
    this.proxy = aurora.proxy;
    this.databaseClientSecurityGroupId = aurora.databaseClientSecurityGroupId;
    this.cluster = aurora.cluster;
    this.databases = aurora.databases;
    this.secrets = aurora.secrets;
    this.createOutputs(aurora);
    createAccessRoles(this, this.names, aurora.proxy, props.config.data.access);
  }

  /** RDS, Secrets Manager and Lambda use the key with the permissions of their callers, and by grants. */
  private createKey(): string {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("aurora-data"),
      description: "Encrypts the Aurora cluster, its secrets, logs and alarms",
      services: ["logs", "cloudwatch", "events"],
    }).arn;
  }

  private createAurora({ config, network }: AuroraApiDataStackProps, kmsKeyArn: string): AuroraWithProxy {
    return new AuroraWithProxy(this, "aurora", {
      ...this.account,
      ...config.data,
      names: this.names,
      network: {
        vpc: network.vpc,
        subnets: network.zones.map(({ name, isolated }) => ({ zone: name, subnetId: isolated.subnetId })),
      },
      kmsKeyArn,
      deletionProtection: config.deletionProtection,
      logRetentionInDays: config.logRetentionInDays,
    });
  }

  private createAlarms(aurora: AuroraWithProxy, kmsKeyArn: string, { alarmSubscriptions }: AuroraApiConfig): void {
    const { cluster, proxy, bootstrapFunction, rotationFunction } = aurora;
    const masterAccess = this.nameOf("aurora-master-access");
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("aurora-data-alarms"),
      kmsKeyArn,
      subscriptions: alarmSubscriptions,
      eventRules: [masterAccess],
    });
    const alarms = new AuroraAlarms(this, "aurora-alarms", {
      name: this.nameOf("aurora"),
      cluster,
      proxyName: proxy.name,
      topicArn: topic.arn,
    });
    topic.page(alarms.capacity);
    new RotationAlarm(this, "rotation-alarm", {
      name: this.nameOf("aurora-rotation"),
      functionName: rotationFunction.name,
      topicArn: topic.arn,
    });
    new MasterAccessAlarm(this, "master-access-alarm", {
      ...this.account,
      name: masterAccess,
      secretArn: cluster.masterSecret.arn,
      functionNames: [rotationFunction.name, bootstrapFunction.name],
      topicArn: topic.arn,
    });
  }

  private createOutputs({ cluster, proxy }: AuroraWithProxy): void {
    const output = (id: string, value: string, description: string) =>
      new TerraformOutput(this, id, { value, description });
    output(
      "proxy_endpoint",
      proxy.writer.address,
      "Address of the proxy. Connect to port 3306 over TLS with an IAM token",
    );
    if (proxy.readers) {
      output("proxy_read_only_endpoint", proxy.readers.address, "Address of the proxy that leads to the readers");
    }
    output(
      "master_secret_arn",
      cluster.masterSecret.arn,
      "Secret of the master user, for administrators. RDS manages it",
    );
  }
}
