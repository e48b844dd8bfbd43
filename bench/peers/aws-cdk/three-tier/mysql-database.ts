import {
  InstanceClass,
  InstanceSize,
  InstanceType,
  type IVpc,
  Port,
  type SecurityGroup,
  SubnetType,
} from "aws-cdk-lib/aws-ec2";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  DatabaseInstanceReadReplica,
  MysqlEngineVersion,
  OptionGroup,
  ParameterGroup,
  SubnetGroup,
} from "aws-cdk-lib/aws-rds";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Environment } from "../environment";

export interface MysqlDatabaseProps {
  readonly name: string;
  readonly environment: Environment;
  readonly vpc: IVpc;
  readonly key: IKey;
  readonly master: Secret;
  readonly server: SecurityGroup;
  readonly clients: SecurityGroup;
}

const INSTANCE_LOGS = ["error", "general", "slowquery"];

/** A MySQL instance with its replicas, parameters and logs. */
export class MysqlDatabase extends Construct {
  readonly instance: DatabaseInstance;

  constructor(scope: Construct, id: string, props: MysqlDatabaseProps) {
    super(scope, id);
    const { name, server, clients, key } = props;
    server.addIngressRule(clients, Port.tcp(3306), "MySQL from its clients");
    clients.addEgressRule(server, Port.tcp(3306), "MySQL");
    for (const identifier of [name, `${name}-replica`]) {
      this.createLogs(identifier, key);
    }
    this.instance = this.createInstance(props);
    this.createReplicas(props);
  }

  private createInstance(props: MysqlDatabaseProps): DatabaseInstance {
    const { name, environment, vpc, key, server, master } = props;
    const engine = DatabaseInstanceEngine.mysql({ version: MysqlEngineVersion.VER_8_0_42 });
    const database = new DatabaseInstance(this, "Resource", {
      engine,
      instanceIdentifier: name,
      vpc,
      subnetGroup: new SubnetGroup(this, "subnets", {
        vpc,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
        description: "Isolated subnets",
      }),
      securityGroups: [server],
      credentials: Credentials.fromSecret(master, "master"),
      parameterGroup: new ParameterGroup(this, "parameters", {
        engine,
        parameters: { require_secure_transport: "1", slow_query_log: "1", long_query_time: "1" },
      }),
      optionGroup: new OptionGroup(this, "options", { engine, configurations: [] }),
      storageEncryptionKey: key,
      storageEncrypted: true,
      multiAz: environment.deletionProtection,
      monitoringInterval: Duration.seconds(60),
      enablePerformanceInsights: true,
      performanceInsightEncryptionKey: key,
      cloudwatchLogsExports: INSTANCE_LOGS,
      backupRetention: Duration.days(7),
      deletionProtection: environment.deletionProtection,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
    return database;
  }

  private createReplicas({ environment, vpc, server }: MysqlDatabaseProps): void {
    for (let index = 0; index < environment.readReplicas; index += 1) {
      new DatabaseInstanceReadReplica(this, `replica-${index}`, {
        sourceDatabaseInstance: this.instance,
        instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.MEDIUM),
        vpc,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
        securityGroups: [server],
        monitoringInterval: Duration.seconds(60),
      });
    }
  }

  private createLogs(instance: string, encryptionKey: IKey): void {
    for (const log of INSTANCE_LOGS) {
      new LogGroup(this, `${instance}-${log}`, {
        logGroupName: `/aws/rds/instance/${instance}/${log}`,
        encryptionKey,
        retention: RetentionDays.ONE_YEAR,
      });
    }
  }
}
