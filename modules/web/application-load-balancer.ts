import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Construct } from "constructs";
import { type Peer, SecurityGroup } from "../security/security-group";
import { ensure } from "../shared/errors";

/**
 * Who reaches a load balancer. `vpc-origin`: CloudFront alone, privately. `cloudfront-only`: CloudFront over the internet, which
 * keeps everybody else out but not other people's distributions. `public`: everybody.
 */
type LoadBalancerExposure = "vpc-origin" | "cloudfront-only" | "public";

export interface ApplicationLoadBalancerProps {
  /** 32 characters at most. */
  readonly name: string;
  readonly vpcId: string;
  readonly exposure: LoadBalancerExposure;
  /** One per zone. Only `vpc-origin` takes the private ones: it alone is an internal load balancer. */
  readonly subnetIds: { readonly public: readonly string[]; readonly private: readonly string[] };
  /** Where requests go; {@link ApplicationLoadBalancer.forwardTo} opens the way. */
  readonly targetGroupArn: string;
  /** An issued certificate of the same region. @default HTTP on port 80 */
  readonly certificateArn?: string;
  /** A bucket that load balancers may write to. */
  readonly logBucketName: string;
  readonly deletionProtection: boolean;
}

/** TLS 1.2 with forward secrecy and TLS 1.3. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/** Seconds; the targets keep idle connections for longer, so that the load balancer never writes into one that just closed. */
const IDLE_TIMEOUT_SECONDS = 60;

/** The front door of the web tier: one listener that forwards, and with a certificate one on port 80 that only redirects. */
export class ApplicationLoadBalancer extends Construct {
  readonly arn: string;
  /** `app/<name>/<id>`, as metrics and scaling policies name it. */
  readonly arnSuffix: string;
  readonly dnsName: string;
  readonly scheme: "internal" | "internet-facing";
  readonly securityGroup: SecurityGroup;
  /** The listener that forwards. Until it exists, the target group belongs to no load balancer. */
  readonly listener: LbListener;
  /** Escape hatch: the underlying `aws_lb`. */
  readonly resource: Lb;

  constructor(scope: Construct, id: string, props: ApplicationLoadBalancerProps) {
    super(scope, id);
    const { exposure } = props;
    this.scheme = exposure === "vpc-origin" ? "internal" : "internet-facing";
    const subnetIds = exposure === "vpc-origin" ? props.subnetIds.private : props.subnetIds.public;
    ensure(subnetIds.length >= 2, "subnetIds", "name subnets of at least 2 zones", subnetIds.length);

    this.securityGroup = this.createSecurityGroup(props);
    this.resource = this.createLoadBalancer(props, subnetIds);
    this.listener = props.certificateArn ? this.listenHttps(props, props.certificateArn) : this.listenHttp(props);
    this.arn = this.resource.arn;
    this.arnSuffix = this.resource.arnSuffix;
    this.dnsName = this.resource.dnsName;
  }

  /** Lets the load balancer, and nobody else by this, open connections to `targets`. */
  forwardTo(targets: SecurityGroup, port: number): void {
    this.securityGroup.allowTo("to-targets", {
      peer: { securityGroupId: targets.securityGroupId },
      port,
      description: "Requests and health checks to the targets",
    });
    targets.allowFrom("from-load-balancer", {
      peer: { securityGroupId: this.securityGroup.securityGroupId },
      port,
      description: "Requests and health checks from the load balancer",
    });
  }

  private createSecurityGroup({ name, vpcId, exposure, certificateArn }: ApplicationLoadBalancerProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      name: `${name}-load-balancer`,
      description: "Load balancer of the web tier",
      vpcId,
    });
    const port = certificateArn ? 443 : 80;
    const who = exposure === "public" ? "anywhere" : "CloudFront";
    const peer = exposure === "public" ? { cidrIpv4: "0.0.0.0/0" } : this.cloudFront();
    group.allowFrom("from-viewers", { peer, port, description: `Requests from ${who}` });
    if (exposure === "public" && certificateArn) {
      group.allowFrom("from-viewers-http", { peer, port: 80, description: "Requests that are redirected to HTTPS" });
    }
    return group;
  }

  /**
   * CloudFront's addresses, for either exposure: a VPC origin has a security group of its own, but CloudFront makes it with the
   * first VPC origin, which needs this load balancer first. AWS keeps the list; no configuration could know its id.
   *
   * The list counts as 55 of the 60 rules that a security group may have: one port is all that fits.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
   */
  private cloudFront(): Peer {
    const list = new DataAwsEc2ManagedPrefixList(this, "cloudfront", {
      name: "com.amazonaws.global.cloudfront.origin-facing",
    });
    return { prefixListId: list.id };
  }

  private createLoadBalancer(props: ApplicationLoadBalancerProps, subnetIds: readonly string[]): Lb {
    const { name, deletionProtection, logBucketName } = props;
    return new Lb(this, "Resource", {
      name,
      loadBalancerType: "application",
      internal: this.scheme === "internal",
      ipAddressType: "ipv4",
      subnets: [...subnetIds],
      securityGroups: [this.securityGroup.securityGroupId],
      enableDeletionProtection: deletionProtection,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "strictest",
      // CloudFront writes the viewer's address; the load balancer adds CloudFront's.
      xffHeaderProcessingMode: "append",
      enableXffClientPort: false,
      enableHttp2: true,
      idleTimeout: IDLE_TIMEOUT_SECONDS,
      accessLogs: { bucket: logBucketName, enabled: true },
      tags: { Name: name },
    });
  }

  private listenHttps({ targetGroupArn }: ApplicationLoadBalancerProps, certificateArn: string): LbListener {
    new LbListener(this, "http", {
      loadBalancerArn: this.resource.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } }],
    });
    return new LbListener(this, "https", {
      loadBalancerArn: this.resource.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: TLS_POLICY,
      certificateArn,
      defaultAction: [{ type: "forward", targetGroupArn }],
    });
  }

  /** Without a name there is no certificate: CloudFront talks plain HTTP to the load balancer. */
  private listenHttp({ targetGroupArn }: ApplicationLoadBalancerProps): LbListener {
    return new LbListener(this, "http", {
      loadBalancerArn: this.resource.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "forward", targetGroupArn }],
    });
  }
}
