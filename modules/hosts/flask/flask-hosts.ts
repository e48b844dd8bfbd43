import { Construct } from "constructs";
import { ExpiringLogGroup } from "../../monitoring/expiring-log-group";
import { SecurityGroup } from "../../security/security-group";
import type { PolicyStatement } from "../../shared/iam";
import { encodeUserData } from "../cloud-config";
import { HostGroup, type HostGroupProps } from "../host-group";
import { InstanceRole } from "../instance-role";
import { InstanceTemplate } from "../instance-template";
import type { ApplicationSource } from "./flask-host-parameters";
import { flaskHostStatements } from "./flask-host-statements";
import { flaskHostUserData } from "./flask-host-user-data";

export interface FlaskHostsProps
  extends Pick<
    HostGroupProps,
    "name" | "subnetIds" | "capacity" | "scaling" | "targetGroup" | "loadBalancer" | "refreshAlarms" | "tags"
  > {
  readonly project: string;
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  /** Groups that may talk to the database and to the file system. */
  readonly clientSecurityGroupIds: readonly string[];
  readonly instanceType: string;
  readonly rootVolumeGiB: number;
  readonly secret: { readonly arn: string; readonly kmsKeyArn: string };
  readonly fileSystem: {
    readonly id: string;
    readonly arn: string;
    readonly accessPointId: string;
    readonly accessPointArn: string;
    /** What the access point imposes. */
    readonly posixUser: { readonly uid: number; readonly gid: number };
  };
  readonly source: ApplicationSource;
  /** TCP port of the application. */
  readonly port: number;
  readonly healthCheckPath: string;
  /** gunicorn's worker processes. @default twice the vCPUs and one more */
  readonly workers?: number;
  /** Whether the application may open plain HTTP to the internet. @default false */
  readonly outboundHttp?: boolean;
  /** Namespace of the metrics that the hosts publish. */
  readonly metricNamespace: string;
  readonly log: { readonly kmsKeyArn: string; readonly retentionInDays: number };
  /** What lets people open sessions on the hosts. */
  readonly sessionStatements: readonly PolicyStatement[];
}

/** The hosts of a Flask application: what they are, what they may do, and the group that keeps them running. */
export class FlaskHosts extends Construct {
  /** Carried by every host as its `Name`, and the group's name. */
  readonly name: string;
  readonly group: HostGroup;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: FlaskHostsProps) {
    super(scope, id);
    const { name, log } = props;
    this.name = name;
    const launchHookName = `${name}-launching`;
    this.securityGroup = this.createSecurityGroup(props);
    const logGroup = new ExpiringLogGroup(this, "log-group", { name: `/${name}`, ...log });
    const role = this.createRole(props, logGroup);
    const template = new InstanceTemplate(this, "template", {
      name,
      instanceType: props.instanceType,
      instanceProfileArn: role.profileArn,
      securityGroupIds: [this.securityGroup.securityGroupId, ...props.clientSecurityGroupIds],
      rootVolumeGiB: props.rootVolumeGiB,
      userData: this.renderUserData(props, logGroup, launchHookName),
      tags: props.tags,
    });
    this.group = new HostGroup(this, "group", { ...props, template, launchHookName });
  }

  /** In: nobody yet; the load balancer is let in by `forwardTo`. */
  private createSecurityGroup({ name, vpcId, outboundHttp = false }: FlaskHostsProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", { name, description: "Hosts of the application", vpcId });
    group.allowTo("to-https", {
      // Packages, the application's source and AWS itself have no addresses that a rule could name.
      peer: { cidrIpv4: "0.0.0.0/0" },
      port: 443,
      description: "HTTPS to AWS services, package repositories and the source of the application",
    });
    if (outboundHttp) {
      group.allowTo("to-http", {
        peer: { cidrIpv4: "0.0.0.0/0" },
        port: 80,
        description: "HTTP to outside services of the application that speak nothing else",
      });
    }
    return group;
  }

  private createRole(props: FlaskHostsProps, logGroup: ExpiringLogGroup): InstanceRole {
    const { name, secret, fileSystem, sessionStatements } = props;
    return new InstanceRole(this, "role", {
      name,
      description: "Hosts of the application",
      statements: [
        ...flaskHostStatements({
          ...props,
          groupName: name,
          secretArn: secret.arn,
          secretKeyArn: secret.kmsKeyArn,
          fileSystemArn: fileSystem.arn,
          accessPointArn: fileSystem.accessPointArn,
          logGroupArn: logGroup.arn,
        }),
        ...sessionStatements,
      ],
    });
  }

  private renderUserData(props: FlaskHostsProps, logGroup: ExpiringLogGroup, lifecycleHookName: string): string {
    const { project, environment, region, name, secret, fileSystem, source, port, healthCheckPath, workers } = props;
    return encodeUserData(
      flaskHostUserData({
        project,
        environment,
        region,
        autoScalingGroupName: name,
        lifecycleHookName,
        secretArn: secret.arn,
        fileSystemId: fileSystem.id,
        accessPointId: fileSystem.accessPointId,
        posixUid: fileSystem.posixUser.uid,
        posixGid: fileSystem.posixUser.gid,
        logGroupName: logGroup.name,
        source,
        metricNamespace: props.metricNamespace,
        port,
        healthCheckPath,
        ...(workers === undefined ? {} : { workers }),
      }),
    );
  }
}
