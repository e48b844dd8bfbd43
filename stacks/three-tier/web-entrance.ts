import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { DnsCertificate } from "../../modules/dns/dns-certificate";
import { type NameScope, physicalName } from "../../modules/shared/names";
import { ApplicationLoadBalancer } from "../../modules/web/application-load-balancer";
import { HttpTargetGroup } from "../../modules/web/http-target-group";
import { LoadBalancerAlarms } from "../../modules/web/load-balancer-alarms";
import { LoadBalancerLogs } from "../../modules/web/load-balancer-logs";
import type { NetworkFacts } from "./network-stack";

export interface WebEntranceProps {
  readonly environment: Environment;
  readonly config: ThreeTierConfig;
  readonly network: NetworkFacts;
  /** Where the application listens on its hosts. */
  readonly port: number;
  /** Topic that hears of what the load balancer sees go wrong. */
  readonly topicArn: string;
}

/**
 * How requests come in: certificate, load balancer with its log, target group, and alarms on all of it. Not a construct: what it
 * creates stands in the stack itself, where a scope of its own would give every address another name.
 */
export class WebEntrance {
  readonly targetGroup: HttpTargetGroup;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly alarms: LoadBalancerAlarms;
  /** What the load balancer speaks: HTTPS once there is a domain that a certificate can name. */
  readonly protocol: "https" | "http";

  private readonly scope: Construct;
  private readonly names: NameScope;

  constructor(scope: Construct, props: WebEntranceProps) {
    const { environment, config, network, port, topicArn } = props;
    this.scope = scope;
    this.names = { project: environment.project, environment: environment.name };
    this.targetGroup = new HttpTargetGroup(scope, "targets", {
      ...config.app.targetGroup,
      name: physicalName(this.names, "flask", "target-group"),
      vpcId: network.vpc.vpcId,
      port,
    });
    const certificate = this.createCertificate(props);
    this.protocol = certificate ? "https" : "http";
    this.loadBalancer = this.createLoadBalancer(props, certificate);
    this.alarms = new LoadBalancerAlarms(scope, "load-balancer-alarms", {
      loadBalancer: this.loadBalancer,
      name: physicalName(this.names, "flask"),
      topicArn,
    });
  }

  /** Its record proves the name for CloudFront's certificate, too. */
  private createCertificate({ config, network }: WebEntranceProps): DnsCertificate | undefined {
    const { domain } = config.network;
    const { hostedZoneId } = network;
    return domain && hostedZoneId
      ? new DnsCertificate(this.scope, "certificate", { domainName: domain.name, record: { hostedZoneId } })
      : undefined;
  }

  private createLoadBalancer(props: WebEntranceProps, certificate?: DnsCertificate): ApplicationLoadBalancer {
    const { config, network } = props;
    return new ApplicationLoadBalancer(this.scope, "load-balancer", {
      name: physicalName(this.names, "app", "load-balancer"),
      vpcId: network.vpc.vpcId,
      exposure: config.app.loadBalancer.exposure,
      subnetIds: {
        public: network.zones.map((zone) => zone.public.subnetId),
        private: network.zones.map((zone) => zone.private.subnetId),
      },
      targetGroup: this.targetGroup,
      ...(certificate ? { certificateArn: certificate.arn } : {}),
      logBucketName: this.createLogs(props).bucketName,
      deletionProtection: config.deletionProtection,
    });
  }

  private createLogs({ environment, config }: WebEntranceProps): LoadBalancerLogs {
    const { accountId, region } = environment;
    return new LoadBalancerLogs(this.scope, "load-balancer-logs", {
      bucketName: physicalName(this.names, `app-logs-${accountId}`, "s3-bucket"),
      accountId,
      region,
      retentionInDays: config.logRetentionInDays,
      forceDestroy: !config.deletionProtection,
    });
  }
}
