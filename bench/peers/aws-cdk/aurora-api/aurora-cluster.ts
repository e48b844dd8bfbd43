import { type IVpc, Port, type SecurityGroup, SubnetType } from "aws-cdk-lib/aws-ec2";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  AuroraMysqlEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  ParameterGroup,
} from "aws-cdk-lib/aws-rds";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Environment } from "../environment";

export interface AuroraClusterProps {
  readonly name: string;
  readonly environment: Environment;
  readonly vpc: IVpc;
  readonly key: IKey;
  readonly secret: Secret;
  readonly server: SecurityGroup;
  readonly clients: SecurityGroup;
}

const EXPORTED_LOGS = ["audit", "error", "slowquery"];

/** Aurora Serverless v2 with its parameters and logs. */
export class AuroraCluster extends Construct {
  readonly cluster: DatabaseCluster;

  constructor(scope: Construct, id: string, props: AuroraClusterProps) {
    super(scope, id);
    const { name, key, server, clients } = props;
    server.addIngressRule(clients, Port.tcp(3306), "MySQL from its clients");
    clients.addEgressRule(server, Port.tcp(3306), "MySQL");
    for (const log of [...EXPORTED_LOGS, "general"]) {
      new LogGroup(this, log, {
        logGroupName: `/aws/rds/cluster/${name}/${log}`,
        encryptionKey: key,
        retention: RetentionDays.ONE_YEAR,
      });
    }
    this.cluster = this.createCluster(props);
  }

  private createCluster(props: AuroraClusterProps): DatabaseCluster {
    const { name, environment, vpc, key, secret, server } = props;
    const engine = DatabaseClusterEngine.auroraMysql({ version: AuroraMysqlEngineVersion.VER_3_08_2 });
    return new DatabaseCluster(this, "Resource", {
      engine,
      clusterIdentifier: name,
      credentials: Credentials.fromSecret(secret, "master"),
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [server],
      writer: ClusterInstance.serverlessV2("writer", { enablePerformanceInsights: true }),
      readers: Array.from({ length: environment.auroraReaders }, (_, index) =>
        ClusterInstance.serverlessV2(`reader-${index}`, { scaleWithWriter: true, enablePerformanceInsights: true }),
      ),
      serverlessV2MinCapacity: 0.5,
      serverlessV2MaxCapacity: environment.deletionProtection ? 16 : 4,
      parameterGroup: new ParameterGroup(this, "parameters", {
        engine,
        parameters: { require_secure_transport: "ON", slow_query_log: "1" },
      }),
      storageEncrypted: true,
      storageEncryptionKey: key,
      monitoringInterval: Duration.seconds(60),
      iamAuthentication: true,
      cloudwatchLogsExports: EXPORTED_LOGS,
      backup: { retention: Duration.days(7) },
      deletionProtection: environment.deletionProtection,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
  }
}
