import { Construct } from "constructs";
import type { ThreeTierConfig } from "../../config/schema";
import { DnsCertificate } from "../../modules/dns/dns-certificate";
import { type NameScope, physicalName } from "../../modules/shared/names";
import { ApplicationLoadBalancer } from "../../modules/web/application-load-balancer";
import { HttpTargetGroup } from "../../modules/web/http-target-group";
import { LoadBalancerAlarms } from "../../modules/web/load-balancer-alarms";
import { LoadBalancerLogs } from "../../modules/web/load-balancer-logs";
import type { NetworkFacts } from "./network-stack";

export interface AppLoadBalancerProps {
  /** Project and environment. */
  readonly names: NameScope;
  /** Account of the load balancer, 12 digits. */
  readonly accountId: string;
  /** Region of the load balancer. */
  readonly region: string;
  /** The environment's three-tier section. */
  readonly config: ThreeTierConfig;
  /** Facts of the network stack. */
  readonly network: NetworkFacts;
  /** Topic that the alarms notify. */
  readonly topicArn: string;
}

/** TCP port of the application on its hosts. */
const APPLICATION_PORT = 5000;

/** The load balancer of the application, with its certificate, target group, access logs and alarms. */
export class AppLoadBalancer extends Construct {
  /** The load balancer, with its target group. */
  readonly resource: ApplicationLoadBalancer;
  /** Alarms on errors, latency and unhealthy hosts. */
  readonly alarms: LoadBalancerAlarms;

  constructor(scope: Construct, id: string, props: AppLoadBalancerProps) {
    super(scope, id);
    const { names, config, network, topicArn } = props;
    const targetGroup = new HttpTargetGroup(this, "target-group", {
      ...config.app.targetGroup,
      name: physicalName(names, "flask", "target-group"),
      vpcId: network.vpc.vpcId,
      port: APPLICATION_PORT,
    });
    const certificate = this.createCertificate(props);
    this.resource = new ApplicationLoadBalancer(this, "Resource", {
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
    this.alarms = new LoadBalancerAlarms(this, "alarms", {
      name: physicalName(names, "flask"),
      loadBalancer: this.resource,
      topicArn,
    });
  }

  /** Its validation record also validates CloudFront's certificate in the edge stack. */
  private createCertificate({ network }: AppLoadBalancerProps): DnsCertificate | undefined {
    if (!network.domain) {
      return undefined;
    }
    const { name: domainName, hostedZoneId } = network.domain;
    return new DnsCertificate(this, "certificate", { domainName, record: { hostedZoneId } });
  }

  private createLogs({ names, accountId, region, config }: AppLoadBalancerProps): LoadBalancerLogs {
    return new LoadBalancerLogs(this, "logs", {
      bucketName: physicalName(names, `app-logs-${accountId}`, "s3-bucket"),
      accountId,
      region,
      retentionInDays: config.logRetentionInDays,
      forceDestroy: !config.deletionProtection,
    });
  }
}
