import type { Construct } from "constructs";
import type { ThreeTierConfig } from "../../config/schema";
import { DnsCertificate } from "../../modules/dns/dns-certificate";
import { type NameScope, physicalName } from "../../modules/shared/names";
import { ApplicationLoadBalancer } from "../../modules/web/application-load-balancer";
import { HttpTargetGroup } from "../../modules/web/http-target-group";
import { LoadBalancerAlarms } from "../../modules/web/load-balancer-alarms";
import { LoadBalancerLogs } from "../../modules/web/load-balancer-logs";
import type { NetworkFacts } from "./network-stack";

export interface WebEntranceProps {
  /** Project and environment. */
  readonly names: NameScope;
  readonly accountId: string;
  readonly region: string;
  readonly config: ThreeTierConfig;
  readonly network: NetworkFacts;
  /** Topic that the alarms notify. */
  readonly topicArn: string;
}

/** TCP port of the application on its hosts. */
const APPLICATION_PORT = 5000;

/** The load balancer of the application, with its certificate, target group, access logs and alarms. */
export class WebEntrance {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly alarms: LoadBalancerAlarms;

  private readonly scope: Construct;

  constructor(scope: Construct, props: WebEntranceProps) {
    this.scope = scope;
    const { names, config, network, topicArn } = props;
    const targetGroup = new HttpTargetGroup(scope, "targets", {
      ...config.app.targetGroup,
      name: physicalName(names, "flask", "target-group"),
      vpcId: network.vpc.vpcId,
      port: APPLICATION_PORT,
    });
    const certificate = this.createCertificate(props);
    this.loadBalancer = new ApplicationLoadBalancer(scope, "load-balancer", {
      ...config.app.loadBalancer,
      name: physicalName(names, "app", "load-balancer"),
      vpcId: network.vpc.vpcId,
      subnetIds: {
        public: network.zones.map((zone) => zone.public.subnetId),
        private: network.zones.map((zone) => zone.private.subnetId),
      },
      targetGroup,
      certificateArn: certificate?.arn,
      logBucketName: this.createLogs(props).bucketName,
      deletionProtection: config.deletionProtection,
    });
    this.alarms = new LoadBalancerAlarms(scope, "load-balancer-alarms", {
      name: physicalName(names, "flask"),
      loadBalancer: this.loadBalancer,
      topicArn,
    });
  }

  /** Its validation record also validates CloudFront's certificate in the edge stack. */
  private createCertificate({ network }: WebEntranceProps): DnsCertificate | undefined {
    if (!network.domain) {
      return undefined;
    }
    const { name: domainName, hostedZoneId } = network.domain;
    return new DnsCertificate(this.scope, "certificate", { domainName, record: { hostedZoneId } });
  }

  private createLogs({ names, accountId, region, config }: WebEntranceProps): LoadBalancerLogs {
    return new LoadBalancerLogs(this.scope, "load-balancer-logs", {
      bucketName: physicalName(names, `app-logs-${accountId}`, "s3-bucket"),
      accountId,
      region,
      retentionInDays: config.logRetentionInDays,
      forceDestroy: !config.deletionProtection,
    });
  }
}
