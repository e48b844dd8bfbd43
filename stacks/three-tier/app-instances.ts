import { Construct } from "constructs";
import type { ThreeTierConfig } from "../../config/schema";
import { BastionGroup } from "../../modules/hosts/bastion-group";
import { FlaskHosts } from "../../modules/hosts/flask/flask-hosts";
import type { SessionDocument } from "../../modules/hosts/session-document";
import { type NameScope, physicalName } from "../../modules/shared/names";
import type { AppLoadBalancer } from "./app-load-balancer";
import type { DataFacts } from "./data-facts";
import type { NetworkFacts } from "./network-stack";

export interface AppInstancesProps {
  /** Project and environment. */
  readonly names: NameScope;
  /** Account of the instances, 12 digits. */
  readonly accountId: string;
  /** Region of the instances. */
  readonly region: string;
  /** The environment's three-tier section. */
  readonly config: ThreeTierConfig;
  /** Facts of the network stack. */
  readonly network: NetworkFacts;
  /** Facts of the data stack. */
  readonly data: DataFacts;
  /** The load balancer that sends requests to the hosts. */
  readonly loadBalancer: AppLoadBalancer;
  /** Session document of the shells on the instances. */
  readonly sessions: SessionDocument;
  /** Key and retention of the hosts' log. */
  readonly log: { readonly kmsKeyArn: string; readonly retentionInDays?: number | undefined };
  /** Tags of the Auto Scaling groups, instances, volumes and network interfaces. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The hosts of the application and the bastions. */
export class AppInstances extends Construct {
  readonly hosts: FlaskHosts;
  /** Undefined when the configuration has no bastions. */
  readonly bastions: BastionGroup | undefined;

  constructor(scope: Construct, id: string, props: AppInstancesProps) {
    super(scope, id);
    const { loadBalancer, config } = props;
    this.hosts = this.createHosts(props);
    loadBalancer.resource.forwardTo(this.hosts.securityGroup);
    this.bastions = config.app.bastions?.count === 0 ? undefined : this.createBastions(props);
  }

  private createHosts(props: AppInstancesProps): FlaskHosts {
    const { names, accountId, region, data, loadBalancer } = props;
    const { source, instanceType, rootVolumeGiB, capacity, scaling, workers, outboundHttp } = props.config.app;
    const { unhealthyHosts, serverErrors, latency } = loadBalancer.alarms;
    return new FlaskHosts(this, "hosts", {
      ...common("flask", props),
      ...props.log,
      names,
      accountId,
      region,
      clientSecurityGroupIds: [data.database.clientSecurityGroupId, data.fileSystem.clientSecurityGroupId],
      instanceType,
      rootVolumeGiB,
      capacity,
      scaling,
      loadBalancer: loadBalancer.resource,
      refreshAlarms: [unhealthyHosts, serverErrors, latency],
      secret: data.database.applicationSecret,
      fileSystem: data.fileSystem,
      source: "git" in source ? { git: { url: source.git, ref: source.ref } } : source,
      workers,
      outboundHttp,
    });
  }

  private createBastions(props: AppInstancesProps): BastionGroup {
    return new BastionGroup(this, "bastions", {
      ...common("bastion", props),
      ...props.config.app.bastions,
      clientSecurityGroupIds: [props.data.database.clientSecurityGroupId],
    });
  }
}

/** Props of every group of instances. */
function common(component: string, { names, network, sessions, tags }: AppInstancesProps) {
  return {
    name: physicalName(names, component, "auto-scaling-group", "launch-template", "security-group", "iam-role"),
    vpcId: network.vpc.vpcId,
    subnetIds: network.zones.map((zone) => zone.private.subnetId),
    sessionStatements: sessions.instanceStatements,
    tags,
  };
}
