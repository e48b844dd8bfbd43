import { Peer, Port, type SecurityGroup, SubnetType } from "aws-cdk-lib/aws-ec2";
import { type AccessPoint, FileSystem, LifecyclePolicy } from "aws-cdk-lib/aws-efs";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { DatabaseInstance } from "aws-cdk-lib/aws-rds";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Environment } from "../environment";
import { ClosedGroup } from "../shared/closed-group";
import { EnvironmentStack } from "../shared/environment-stack";
import { LoggedFunction } from "../shared/logged-function";
import { PasswordSecret } from "../shared/password-secret";
import { ServiceKey } from "../shared/service-key";
import { Backups } from "./backups";
import { MysqlDatabase } from "./mysql-database";
import type { ThreeTierNetworkStack } from "./network-stack";

export interface ThreeTierDataStackProps {
  readonly environment: Environment;
  readonly network: ThreeTierNetworkStack;
}

/** Database and file system of the three-tier application, with secrets and backups. */
export class ThreeTierDataStack extends EnvironmentStack {
  readonly database: DatabaseInstance;
  readonly databaseClients: SecurityGroup;
  readonly fileClients: SecurityGroup;
  readonly fileSystem: FileSystem;
  readonly accessPoint: AccessPoint;
  readonly applicationSecret: Secret;
  readonly rotation: LoggedFunction;

  private readonly props: ThreeTierDataStackProps;
  private readonly prefix: string;
  private readonly key: ServiceKey;
  private readonly master: Secret;

  constructor(scope: Construct, id: string, props: ThreeTierDataStackProps) {
    super(scope, id, props.environment);
    this.props = props;
    this.prefix = `project-x-${props.environment.name}`;
    this.key = new ServiceKey(this, "key", `${this.prefix}-data`, ["logs"]);
    this.master = new PasswordSecret(this, this.prefix, "master", this.key);
    this.databaseClients = this.group("mysql-client", "Clients of MySQL");
    this.fileClients = this.group("efs-client", "Clients of EFS");
    this.database = new MysqlDatabase(this, "mysql", {
      name: `${this.prefix}-mysql`,
      environment: props.environment,
      vpc: props.network.vpc,
      key: this.key,
      master: this.master,
      server: this.group("mysql-server", "MySQL server"),
      clients: this.databaseClients,
    }).instance;
    this.applicationSecret = new PasswordSecret(this, this.prefix, "application", this.key);
    this.rotation = this.createRotation();
    this.fileSystem = this.createFileSystem();
    this.accessPoint = this.fileSystem.addAccessPoint("app", {
      path: "/app",
      createAcl: { ownerUid: "1500", ownerGid: "1500", permissions: "750" },
      posixUser: { uid: "1500", gid: "1500" },
    });
    new Backups(this, "backups", {
      name: `${this.prefix}-data`,
      key: this.key,
      databaseArn: this.database.instanceArn,
      fileSystemArn: this.fileSystem.fileSystemArn,
    });
  }

  private group(name: string, description: string): ClosedGroup {
    return new ClosedGroup(this, this.props.network.vpc, this.prefix, name, description);
  }

  private createRotation(): LoggedFunction {
    const clients = this.group("rotation", "Rotation of the MySQL secrets");
    clients.addEgressRule(Peer.ipv4(this.props.network.vpc.vpcCidrBlock), Port.tcp(443), "Secrets Manager");
    const rotation = new LoggedFunction(this, "rotation-function", {
      name: `${this.prefix}-mysql-rotation`,
      code: "mysql-rotation",
      key: this.key,
      retention: RetentionDays.ONE_YEAR,
      vpc: this.props.network.vpc,
      securityGroups: [clients, this.databaseClients],
    });
    rotation.grantInvoke(new ServicePrincipal("secretsmanager.amazonaws.com"));
    for (const secret of [this.master, this.applicationSecret]) {
      secret.grantRead(rotation);
      secret.grantWrite(rotation);
      secret.addRotationSchedule("rotation", { rotationLambda: rotation, automaticallyAfter: Duration.days(30) });
    }
    return rotation;
  }

  private createFileSystem(): FileSystem {
    const { network, environment } = this.props;
    const server = this.group("efs-server", "EFS server");
    server.addIngressRule(this.fileClients, Port.tcp(2049), "NFS from its clients");
    this.fileClients.addEgressRule(server, Port.tcp(2049), "NFS");
    return new FileSystem(this, "files", {
      vpc: network.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      fileSystemName: `${this.prefix}-files`,
      securityGroup: server,
      encrypted: true,
      kmsKey: this.key,
      lifecyclePolicy: LifecyclePolicy.AFTER_30_DAYS,
      enableAutomaticBackups: false,
      allowAnonymousAccess: false,
      removalPolicy: environment.deletionProtection ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
