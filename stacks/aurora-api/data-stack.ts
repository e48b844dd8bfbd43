import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { AuroraAlarms } from "../../modules/database/aurora/aurora-alarms";
import { ProxiedAurora } from "../../modules/database/aurora/proxied-aurora";
import { MYSQL_PORT } from "../../modules/database/mysql/mysql-instance";
import { RotationAlarm } from "../../modules/database/rotation-alarm";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { RegionalStack } from "../regional-stack";
import type { NetworkFacts } from "./network-stack";

/** What the later stacks know of the data. */
export interface DataFacts {
  /** Group for whatever talks to the proxy. Nothing else leads to the cluster. */
  readonly proxyClientSecurityGroupId: string;
  readonly proxyEndpoint: string;
  readonly proxyPort: number;
  /** `prx-...`, as `rds-db:connect` names it. */
  readonly proxyResourceId: string;
  /** Whom clients connect as, with a token of IAM. */
  readonly applicationUsername: string;
}

export interface AuroraApiDataStackProps {
  readonly environment: Environment;
  readonly config: AuroraApiConfig;
  readonly network: NetworkFacts;
}

/** All that must not be lost: the Aurora cluster, its secrets, its proxy, and what watches them. */
export class AuroraApiDataStack extends RegionalStack implements DataFacts {
  readonly proxyClientSecurityGroupId: string;
  readonly proxyEndpoint: string;
  readonly proxyPort: number = MYSQL_PORT;
  readonly proxyResourceId: string;
  readonly applicationUsername: string;

  private readonly config: AuroraApiConfig;
  private readonly network: NetworkFacts;
  private readonly kmsKeyArn: string;

  constructor(scope: Construct, id: string, props: AuroraApiDataStackProps) {
    super(scope, id, props);
    const { config, network } = props;
    this.config = config;
    this.network = network;
    this.kmsKeyArn = this.createKey();

    const aurora = this.createAurora();
    this.createAlarms(aurora);

    this.proxyClientSecurityGroupId = aurora.proxyClientSecurityGroupId;
    this.proxyEndpoint = aurora.proxy.endpoint;
    this.proxyResourceId = aurora.proxy.resourceId;
    this.applicationUsername = config.data.applicationUsername;
    this.createOutputs(aurora);
  }

  /** RDS, Secrets Manager and Lambda use it for whoever calls them, by the caller's rights and by grants. */
  private createKey(): string {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("aurora-data"),
      description: "Encrypts the Aurora cluster, its secrets, logs and alarms",
      services: ["logs", "cloudwatch"],
    }).arn;
  }

  private createAurora(): ProxiedAurora {
    return new ProxiedAurora(this, "aurora", {
      ...this.account,
      ...this.config.data,
      names: this.names,
      vpcId: this.network.vpc.vpcId,
      vpcCidr: this.network.vpc.cidr,
      zoneNames: this.network.zones.map(({ name }) => name),
      subnetIds: this.network.zones.map(({ isolated }) => isolated.subnetId),
      kmsKeyArn: this.kmsKeyArn,
      deletionProtection: this.config.deletionProtection,
      logRetentionInDays: this.config.logRetentionInDays,
    });
  }

  private createAlarms({ cluster, proxy, rotationFunctionName }: ProxiedAurora): void {
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("aurora-data-alarms"),
      kmsKeyArn: this.kmsKeyArn,
      subscriptions: this.config.alarmSubscriptions,
      pageAlarmNames: [this.nameOf("aurora-capacity")],
    });
    new AuroraAlarms(this, "aurora-alarms", {
      name: this.nameOf("aurora"),
      clusterIdentifier: cluster.identifier,
      proxyName: proxy.name,
      maxAcu: this.config.data.maxAcu,
      hasReaders: this.config.data.readers > 0,
      topicArn: topic.arn,
    });
    new RotationAlarm(this, "rotation-alarm", {
      name: this.nameOf("aurora-rotation"),
      functionName: rotationFunctionName,
      topicArn: topic.arn,
    });
  }

  private createOutputs({ cluster, proxy, applicationSecretArn }: ProxiedAurora): void {
    const output = (id: string, value: string, description: string) =>
      new TerraformOutput(this, id, { value, description });
    output(
      "proxy_endpoint",
      proxy.endpoint,
      "Where the database answers, on port 3306, over TLS and with a token of IAM",
    );
    if (proxy.readOnlyEndpoint) {
      output("proxy_read_only_endpoint", proxy.readOnlyEndpoint, "Where its readers answer");
    }
    output("application_secret_arn", applicationSecretArn, "What the proxy connects with; nobody else needs it");
    output("master_secret_arn", cluster.masterSecretArn, "The cluster's master user, kept by RDS, for administrators");
  }
}
