import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { BastionGroup } from "../../modules/hosts/bastion-group";
import { FlaskHosts } from "../../modules/hosts/flask/flask-hosts";
import type { SessionDocument } from "../../modules/hosts/session-document";
import { type NameScope, physicalName } from "../../modules/shared/names";
import type { DataFacts } from "./data-stack";
import type { NetworkFacts } from "./network-stack";
import type { WebEntrance } from "./web-entrance";

export interface AppInstancesProps {
  readonly environment: Environment;
  readonly config: ThreeTierConfig;
  readonly network: NetworkFacts;
  readonly data: DataFacts;
  readonly entrance: WebEntrance;
  readonly sessions: SessionDocument;
  /** Namespace of the metrics that the hosts publish. */
  readonly metricNamespace: string;
  readonly log: { readonly kmsKeyArn: string; readonly retentionInDays: number };
}

/** What runs on instances: the hosts, which the load balancer may reach, and the bastions. Not a construct; see `WebEntrance`. */
export class AppInstances {
  readonly hosts: FlaskHosts;
  /** None where the configuration leaves them out. */
  readonly bastions: BastionGroup | undefined;

  private readonly scope: Construct;
  private readonly names: NameScope;

  constructor(scope: Construct, props: AppInstancesProps) {
    const { environment, config, entrance } = props;
    this.scope = scope;
    this.names = { project: environment.project, environment: environment.name };
    this.hosts = this.createHosts(props);
    entrance.loadBalancer.forwardTo(this.hosts.securityGroup);
    this.bastions = config.app.bastions.count > 0 ? this.createBastions(props) : undefined;
  }

  private createHosts(props: AppInstancesProps): FlaskHosts {
    const { environment, data, entrance } = props;
    const { source, instanceType, rootVolumeGiB, capacity, scaling, workers, outboundHttp } = props.config.app;
    const { unhealthyHosts, serverErrors, latency } = entrance.alarms;
    return new FlaskHosts(this.scope, "hosts", {
      names: this.names,
      ...this.common("flask", props),
      accountId: environment.accountId,
      region: environment.region,
      clientSecurityGroupIds: [data.mysqlClientSecurityGroupId, data.efsClientSecurityGroupId],
      instanceType,
      rootVolumeGiB,
      capacity,
      scaling,
      loadBalancer: entrance.loadBalancer,
      refreshAlarms: [unhealthyHosts, serverErrors, latency],
      secret: { arn: data.applicationSecretArn, kmsKeyArn: data.applicationSecretKeyArn },
      fileSystem: {
        id: data.fileSystemId,
        arn: data.fileSystemArn,
        accessPointId: data.accessPointId,
        accessPointArn: data.accessPointArn,
        posixUser: data.posixUser,
      },
      source: "git" in source ? { git: { url: source.git, ref: source.ref } } : source,
      workers,
      outboundHttp,
      metricNamespace: props.metricNamespace,
      ...props.log,
    });
  }

  private createBastions(props: AppInstancesProps): BastionGroup {
    return new BastionGroup(this.scope, "bastions", {
      ...this.common("bastion", props),
      ...props.config.app.bastions,
      clientSecurityGroupIds: [props.data.mysqlClientSecurityGroupId],
    });
  }

  /** What every group of instances has in common. */
  private common(component: string, { environment, network, sessions }: AppInstancesProps) {
    const { project, name, tags } = environment;
    return {
      name: physicalName(this.names, component, "iam-role"),
      vpcId: network.vpc.vpcId,
      subnetIds: network.zones.map((zone) => zone.private.subnetId),
      sessionStatements: sessions.instanceStatements,
      // The provider's default tags do not reach what a group launches.
      tags: { Project: project, Environment: name, Stack: this.scope.node.id, ...tags },
    };
  }
}
