import { Annotations, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import type { AuroraCluster } from "../../modules/database/aurora/aurora-cluster";
import { AuroraWithProxy } from "../../modules/database/aurora/aurora-with-proxy";
import type { DatabaseProxy } from "../../modules/database/aurora/database-proxy";
import type { DatabaseRole } from "../../modules/database/database-roles";
import type { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import type { ReadableSecret } from "../../modules/security/secret-access";
import type { CopyTarget } from "../../modules/storage/backup/backup-plan";
import { BaseStack } from "../base-stack";
import { createAccessRoles } from "./access-roles";
import { ClusterBackup } from "./cluster-backup";
import { DataAlarms } from "./data-alarms";
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
  /** Vault in another region that gets copies of the backups. @default no copies */
  readonly copyTo?: CopyTarget | undefined;
}

/** Component of the names of the backups' vault, of their plans and roles. */
export const BACKUPS = "aurora-backup";

/** The resources that keep data: the Aurora cluster, its backups, secrets and proxy, with their alarms. */
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
    const { topic } = new DataAlarms(this, {
      ...this.account,
      name: `${this.names.project}-${this.names.environment}`,
      aurora,
      kmsKeyArn,
      subscriptions: props.config.alarmSubscriptions,
    });
    this.createBackup(aurora, topic, kmsKeyArn, props);

    this.clientSecurityGroupId = aurora.clientSecurityGroupId;
    this.proxy = aurora.proxy;
    this.databaseClientSecurityGroupId = aurora.databaseClientSecurityGroupId;
    this.cluster = aurora.cluster;
    this.databases = aurora.databases;
    this.secrets = aurora.secrets;
    this.createOutputs(aurora);
    createAccessRoles(this, this.names, aurora.proxy, props.config.data.access);
    this.warnOfStatements(props.config);
  }

  private warnOfStatements({ data: { logs = [] } }: AuroraApiConfig): void {
    if (logs.includes("general")) {
      Annotations.of(this).addWarning(
        "data.logs includes general. Every statement is written to CloudWatch Logs with its values, so readers of the log " +
          "can read the data. Remove general when it is no longer needed.",
      );
    }
  }

  /** RDS, Secrets Manager and Lambda use the key with the permissions of their callers, and by grants. */
  private createKey(): string {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("aurora-data"),
      description: "Encrypts the Aurora cluster, its backups, secrets, logs and alarms",
      services: ["logs", "cloudwatch", "events", "events.rds"],
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

  private createBackup(
    { cluster }: AuroraWithProxy,
    topic: AlarmTopic,
    kmsKeyArn: string,
    { config: { data, deletionProtection = true }, copyTo }: AuroraApiDataStackProps,
  ): void {
    new ClusterBackup(this, "backup", {
      name: this.nameOf(BACKUPS, "backup-vault"),
      region: this.account.region,
      cluster,
      config: data.backup,
      copyTo,
      alarmPrefix: this.nameOf("aurora"),
      topicArn: topic.arn,
      kmsKeyArn,
      forceDestroy: !deletionProtection,
    });
  }

  private createOutputs({ cluster, proxy, generations }: AuroraWithProxy): void {
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
    output("cluster_arn", cluster.arn, "The cluster that serves");
    const [other] = generations.filter(({ serves }) => !serves);
    if (other) {
      const what = "The cluster that does not serve, restored or replaced by a restore";
      output("other_cluster_arn", other.cluster.arn, what);
      output("other_master_secret_arn", other.cluster.masterSecret.arn, "Secret of the other cluster's master user");
    }
  }
}
