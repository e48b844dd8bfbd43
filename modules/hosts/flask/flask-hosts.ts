import { Construct } from "constructs";
import { ExpiringLogGroup } from "../../monitoring/expiring-log-group";
import type { ReadableSecret } from "../../security/secret-access";
import { SecurityGroup } from "../../security/security-group";
import type { PolicyStatement } from "../../shared/iam";
import type { NameScope } from "../../shared/names";
import { AutoScalingGroup, type AutoScalingGroupProps, type LoadBalancing } from "../auto-scaling-group";
import { encodeUserData } from "../cloud-config";
import { InstanceRole } from "../instance-role";
import { LaunchTemplate } from "../launch-template";
import type { ApplicationSource } from "./application-source";
import { flaskStatements } from "./flask-statements";
import { flaskUserData } from "./flask-user-data";

export interface FlaskHostsProps
  extends Pick<AutoScalingGroupProps, "name" | "subnetIds" | "capacity" | "scaling" | "refreshAlarms" | "tags"> {
  /** Project and environment of the hosts. */
  readonly names: NameScope;
  /** Account of the hosts, 12 digits. */
  readonly accountId: string;
  /** Region of the hosts. */
  readonly region: string;
  /** VPC of the subnets. */
  readonly vpcId: string;
  /** The load balancer that sends requests to the hosts. The target group defines the port and the health check path. */
  readonly loadBalancer: LoadBalancing & {
    readonly targetGroup: { readonly port: number; readonly healthCheckPath: string };
  };
  /** The application's secret. */
  readonly secret: ReadableSecret;
  /** The shared file system, which the hosts mount through an access point. `SharedFileSystem` is one. */
  readonly fileSystem: {
    readonly fileSystemId: string;
    readonly accessPointId: string;
    /** The user and group that the access point enforces. The application runs with them. */
    readonly posixUser: { readonly uid: number; readonly gid: number };
    /** Permissions to mount the file system through the access point. */
    mountStatements(): PolicyStatement[];
  };
  /** Source of the application. */
  readonly source: ApplicationSource;
  /** ARN of the key that encrypts the log. Its policy must allow CloudWatch Logs. */
  readonly kmsKeyArn: string;
  /** Days that the log is kept. @default 365 */
  readonly retentionInDays?: number | undefined;
  /** Client security groups of the database and the file system. @default none */
  readonly clientSecurityGroupIds?: readonly string[] | undefined;
  /** EC2 instance type. @default "t3.xlarge" */
  readonly instanceType?: string | undefined;
  /** Size of the root volume, GiB. @default 30 */
  readonly rootVolumeGiB?: number | undefined;
  /** Number of gunicorn worker processes, of four threads each. @default twice the vCPUs plus one */
  readonly workers?: number | undefined;
  /** Whether the application may open HTTP connections to the internet, in addition to HTTPS. @default false */
  readonly outboundHttp?: boolean | undefined;
  /** Namespace of the metrics that the hosts publish. @default `<project>/<environment>/flask` */
  readonly metricNamespace?: string | undefined;
  /** Permissions that the hosts need so that users can open sessions on them. @default none */
  readonly sessionStatements?: readonly PolicyStatement[] | undefined;
}

/** The hosts of a Flask application: an Auto Scaling group with its role, log, security group and launch template. */
export class FlaskHosts extends Construct {
  /** Name of the group, and `Name` tag of every host. Does not depend on the group; see `group.name`. */
  readonly name: string;
  /** The Auto Scaling group. */
  readonly group: AutoScalingGroup;
  /** The security group of the hosts. */
  readonly securityGroup: SecurityGroup;
  /** Namespace of the metrics that the hosts publish. */
  readonly metricNamespace: string;

  private readonly launchHookName: string;

  constructor(scope: Construct, id: string, props: FlaskHostsProps) {
    super(scope, id);
    const { name, names, kmsKeyArn, retentionInDays } = props;
    this.name = name;
    this.metricNamespace = props.metricNamespace ?? `${names.project}/${names.environment}/flask`;
    this.launchHookName = `${name}-launching`;
    this.securityGroup = this.createSecurityGroup(props);
    const logGroup = new ExpiringLogGroup(this, "log-group", { name: `/${name}`, kmsKeyArn, retentionInDays });
    const template = this.createTemplate(props, logGroup);
    this.group = new AutoScalingGroup(this, "group", { ...props, template, launchHookName: this.launchHookName });
  }

  /** No ingress rule: `ApplicationLoadBalancer.forwardTo` adds it. */
  private createSecurityGroup({ name, vpcId, outboundHttp = false }: FlaskHostsProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", { name, description: "Hosts of the application", vpcId });
    group.allowTo("to-https", {
      // Package repositories, the source of the application and AWS services have no fixed addresses.
      peer: { cidrIpv4: "0.0.0.0/0" },
      port: 443,
      description: "HTTPS to AWS services, package repositories and the source of the application",
    });
    if (outboundHttp) {
      group.allowTo("to-http", {
        peer: { cidrIpv4: "0.0.0.0/0" },
        port: 80,
        description: "HTTP to external services of the application that do not support HTTPS",
      });
    }
    return group;
  }

  private createTemplate(props: FlaskHostsProps, logGroup: ExpiringLogGroup): LaunchTemplate {
    const { name, instanceType = "t3.xlarge", rootVolumeGiB = 30, clientSecurityGroupIds = [], tags } = props;
    return new LaunchTemplate(this, "template", {
      name,
      instanceType,
      instanceProfileArn: this.createRole(props, logGroup).profileArn,
      securityGroupIds: [this.securityGroup.securityGroupId, ...clientSecurityGroupIds],
      rootVolumeGiB,
      userData: this.renderUserData(props, logGroup),
      tags,
    });
  }

  private createRole(props: FlaskHostsProps, logGroup: ExpiringLogGroup): InstanceRole {
    const { name, sessionStatements = [] } = props;
    const { metricNamespace } = this;
    return new InstanceRole(this, "role", {
      name,
      description: "Hosts of the application",
      statements: [
        ...flaskStatements({ ...props, groupName: name, logGroupArn: logGroup.arn, metricNamespace }),
        ...sessionStatements,
      ],
    });
  }

  private renderUserData(props: FlaskHostsProps, logGroup: ExpiringLogGroup): string {
    const { names, region, name, secret, fileSystem, source, workers, loadBalancer } = props;
    return encodeUserData(
      flaskUserData({
        ...names,
        region,
        autoScalingGroupName: name,
        lifecycleHookName: this.launchHookName,
        secretArn: secret.arn,
        fileSystemId: fileSystem.fileSystemId,
        accessPointId: fileSystem.accessPointId,
        posixUid: fileSystem.posixUser.uid,
        posixGid: fileSystem.posixUser.gid,
        logGroupName: logGroup.name,
        source,
        metricNamespace: this.metricNamespace,
        port: loadBalancer.targetGroup.port,
        healthCheckPath: loadBalancer.targetGroup.healthCheckPath,
        workers,
      }),
    );
  }
}
