import { Peer, Port, type SecurityGroup, SubnetType } from "aws-cdk-lib/aws-ec2";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnDBProxyEndpoint, type DatabaseCluster, type DatabaseProxy } from "aws-cdk-lib/aws-rds";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { CustomResource, Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Environment } from "../environment";
import { AlarmTopic } from "../shared/alarm-topic";
import { ClosedGroup } from "../shared/closed-group";
import { EnvironmentStack } from "../shared/environment-stack";
import { LoggedFunction } from "../shared/logged-function";
import { PasswordSecret } from "../shared/password-secret";
import { ServiceKey } from "../shared/service-key";
import { AuroraCluster } from "./aurora-cluster";
import type { AuroraNetworkStack } from "./network-stack";

export interface AuroraDataStackProps {
  readonly environment: Environment;
  readonly network: AuroraNetworkStack;
}

const CLUSTER_ALARMS = {
  CPUUtilization: 80,
  ACUUtilization: 90,
  DatabaseConnections: 500,
  Deadlocks: 1,
  AuroraReplicaLag: 1000,
  EngineUptime: 1,
};

/** Aurora Serverless v2 behind RDS Proxy, its secret, its rotation and its first user. */
export class AuroraDataStack extends EnvironmentStack {
  readonly proxyClients: SecurityGroup;
  readonly proxy: DatabaseProxy;

  private readonly props: AuroraDataStackProps;
  private readonly prefix: string;
  private readonly key: ServiceKey;

  constructor(scope: Construct, id: string, props: AuroraDataStackProps) {
    super(scope, id, props.environment);
    this.props = props;
    this.prefix = `project-x-${props.environment.name}-aurora`;
    this.key = new ServiceKey(this, "key", `${this.prefix}-data`, ["logs", "cloudwatch"]);
    this.proxyClients = this.group("proxy-client", "Clients of RDS Proxy");
    const databaseClients = this.group("client", "Clients of Aurora");
    const secret = new PasswordSecret(this, this.prefix, "master", this.key);
    const { cluster } = new AuroraCluster(this, "aurora", {
      name: this.prefix,
      environment: props.environment,
      vpc: props.network.vpc,
      key: this.key,
      secret,
      server: this.group("server", "Aurora server"),
      clients: databaseClients,
    });
    this.proxy = this.createProxy(cluster, secret, databaseClients);
    this.createFunctions(cluster, secret, databaseClients);
    this.createAlarms(cluster);
  }

  private group(name: string, description: string): ClosedGroup {
    return new ClosedGroup(this, this.props.network.vpc, this.prefix, name, description);
  }

  private createProxy(cluster: DatabaseCluster, secret: Secret, databaseClients: SecurityGroup): DatabaseProxy {
    const { vpc } = this.props.network;
    const server = this.group("proxy", "RDS Proxy");
    server.addIngressRule(this.proxyClients, Port.tcp(3306), "MySQL from its clients");
    this.proxyClients.addEgressRule(server, Port.tcp(3306), "MySQL over RDS Proxy");
    new LogGroup(this, "proxy-log", {
      logGroupName: `/aws/rds/proxy/${this.prefix}`,
      encryptionKey: this.key,
      retention: RetentionDays.ONE_YEAR,
    });
    const proxy = cluster.addProxy("proxy", {
      dbProxyName: this.prefix,
      secrets: [secret],
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [server, databaseClients],
      iamAuth: true,
      requireTLS: true,
    });
    new CfnDBProxyEndpoint(this, "reader-endpoint", {
      dbProxyName: proxy.dbProxyName,
      dbProxyEndpointName: `${this.prefix}-reader`,
      targetRole: "READ_ONLY",
      vpcSubnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
      vpcSecurityGroupIds: [server.securityGroupId],
    });
    return proxy;
  }

  private createFunctions(cluster: DatabaseCluster, secret: Secret, databaseClients: SecurityGroup): void {
    const { vpc } = this.props.network;
    const outbound = this.group("functions", "Functions of the data");
    outbound.addEgressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.tcp(443), "Secrets Manager");
    const common = {
      key: this.key,
      retention: RetentionDays.ONE_YEAR,
      vpc,
      securityGroups: [outbound, databaseClients],
    };
    const name = `${this.prefix}-rotation`;
    const rotation = new LoggedFunction(this, "rotation", { ...common, name, code: "mysql-rotation" });
    rotation.grantInvoke(new ServicePrincipal("secretsmanager.amazonaws.com"));
    secret.grantRead(rotation);
    secret.grantWrite(rotation);
    secret.addRotationSchedule("rotation", { rotationLambda: rotation, automaticallyAfter: Duration.days(30) });
    const bootstrap = new LoggedFunction(this, "bootstrap", {
      ...common,
      name: `${this.prefix}-bootstrap`,
      code: "database-bootstrap",
      environment: { CLUSTER: cluster.clusterEndpoint.hostname, SECRET_ARN: secret.secretArn },
    });
    secret.grantRead(bootstrap);
    new CustomResource(this, "first-user", { serviceToken: bootstrap.functionArn, properties: { user: "api" } });
  }

  private createAlarms(cluster: DatabaseCluster): void {
    const alarms = new AlarmTopic(this, "alarms", `${this.prefix}-data-alarms`, this.key);
    const dimensions = { DBClusterIdentifier: cluster.clusterIdentifier };
    for (const [metricName, threshold] of Object.entries(CLUSTER_ALARMS)) {
      alarms.watch(metricName, { namespace: "AWS/RDS", metricName, dimensions, threshold });
    }
    const rotation = { FunctionName: `${this.prefix}-rotation` };
    alarms.watch("rotation", { namespace: "AWS/Lambda", metricName: "Errors", dimensions: rotation, threshold: 0 });
  }
}
