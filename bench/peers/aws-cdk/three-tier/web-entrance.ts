import { Certificate, CertificateValidation } from "aws-cdk-lib/aws-certificatemanager";
import { Peer, Port, type SecurityGroup, SubnetType } from "aws-cdk-lib/aws-ec2";
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
} from "aws-cdk-lib/aws-elasticloadbalancingv2";
import { ARecord, RecordTarget } from "aws-cdk-lib/aws-route53";
import { LoadBalancerTarget } from "aws-cdk-lib/aws-route53-targets";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Environment } from "../environment";
import { RetainedBucket } from "../shared/retained-bucket";
import type { Hosts } from "./hosts";
import type { ThreeTierNetworkStack } from "./network-stack";

export interface WebEntranceProps {
  readonly environment: Environment;
  readonly network: ThreeTierNetworkStack;
  readonly entrance: SecurityGroup;
  readonly servers: SecurityGroup;
  readonly hosts: Hosts;
}

const APPLICATION_PORT = 5000;

/** The internal load balancer with its log, its listeners and the hosts behind it. */
export class WebEntrance extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly targets: ApplicationTargetGroup;

  private readonly props: WebEntranceProps;
  private readonly prefix: string;

  constructor(scope: Construct, id: string, props: WebEntranceProps) {
    super(scope, id);
    this.props = props;
    this.prefix = `project-x-${props.environment.name}`;
    this.loadBalancer = this.createLoadBalancer(props.entrance);
    this.targets = this.createTargets(props);
  }

  private createLoadBalancer(securityGroup: SecurityGroup): ApplicationLoadBalancer {
    const { network, environment } = this.props;
    securityGroup.addIngressRule(Peer.ipv4(network.vpc.vpcCidrBlock), Port.tcp(443), "HTTPS from CloudFront");
    const loadBalancer = new ApplicationLoadBalancer(this, "load-balancer", {
      loadBalancerName: `${this.prefix}-app`,
      vpc: network.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      internetFacing: false,
      securityGroup,
      dropInvalidHeaderFields: true,
      deletionProtection: environment.deletionProtection,
    });
    const bucketName = `${this.prefix}-${environment.account}-alb-logs`;
    loadBalancer.logAccessLogs(new RetainedBucket(this, "access-logs", { bucketName, days: 365 }), "app");
    return loadBalancer;
  }

  private createTargets({ entrance, servers, hosts }: WebEntranceProps): ApplicationTargetGroup {
    entrance.addEgressRule(servers, Port.tcp(APPLICATION_PORT), "Flask");
    servers.addIngressRule(entrance, Port.tcp(APPLICATION_PORT), "From the load balancer");
    const targets = new ApplicationTargetGroup(this, "targets", {
      targetGroupName: `${this.prefix}-flask`,
      vpc: this.props.network.vpc,
      port: APPLICATION_PORT,
      protocol: ApplicationProtocol.HTTP,
      targets: [hosts.group],
      deregistrationDelay: Duration.seconds(30),
      healthCheck: { path: "/health", interval: Duration.seconds(10), healthyThresholdCount: 2 },
    });
    this.createListeners(targets);
    hosts.group.scaleOnCpuUtilization("cpu", { targetUtilizationPercent: 60 });
    hosts.group.scaleOnRequestCount("requests", { targetRequestsPerMinute: 6000 });
    return targets;
  }

  private createListeners(targets: ApplicationTargetGroup): void {
    const { zone } = this.props.network;
    const { domain } = this.props.environment;
    const forward = { open: false, defaultAction: ListenerAction.forward([targets]) };
    if (!(zone && domain)) {
      this.loadBalancer.addListener("http", { ...forward, port: 80 });
      return;
    }
    const domainName = `origin.${domain.name}`;
    const validation = CertificateValidation.fromDns(zone);
    const certificate = new Certificate(this, "certificate", { domainName, validation });
    this.loadBalancer.addListener("https", { ...forward, port: 443, certificates: [certificate] });
    this.loadBalancer.addListener("http", {
      open: false,
      port: 80,
      defaultAction: ListenerAction.redirect({ port: "443", protocol: "HTTPS", permanent: true }),
    });
    const target = RecordTarget.fromAlias(new LoadBalancerTarget(this.loadBalancer));
    new ARecord(this, "record", { zone, recordName: domainName, target });
  }
}
