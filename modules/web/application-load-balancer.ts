import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Construct } from "constructs";
import type { SecurityGroup } from "../security/security-group";
import { ensure } from "../shared/errors";
import type { HttpTargetGroup } from "./http-target-group";
import { type LoadBalancerExposure, loadBalancerSecurityGroup } from "./load-balancer-security-group";

export interface ApplicationLoadBalancerProps {
  /** Name of the load balancer, at most 32 characters. */
  readonly name: string;
  /** VPC of the subnets. */
  readonly vpcId: string;
  /** One subnet per zone, at least two. The exposure `vpc-origin` uses the private subnets, the others use the public ones. */
  readonly subnetIds: { readonly public: readonly string[]; readonly private: readonly string[] };
  /** Target group of the requests. Allow the connections with {@link ApplicationLoadBalancer.forwardTo}. */
  readonly targetGroup: HttpTargetGroup;
  /** Name of a bucket that load balancers may write access logs to. See `LoadBalancerLogs`. */
  readonly logBucketName: string;
  /** Which clients reach the load balancer. @default "vpc-origin" */
  readonly exposure?: LoadBalancerExposure | undefined;
  /** Expected scheme, compared with the exposure. @default not compared */
  readonly scheme?: "internal" | "internet-facing" | undefined;
  /** ARN of an issued certificate in the same Region. @default no certificate: HTTP on port 80 */
  readonly certificateArn?: string | undefined;
  /** Whether AWS refuses to delete the load balancer. @default true */
  readonly deletionProtection?: boolean | undefined;
}

/** TLS 1.2 with forward secrecy and TLS 1.3. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/** Idle timeout, seconds. Targets must keep idle connections longer; otherwise the load balancer uses a closed connection. */
const IDLE_TIMEOUT_SECONDS = 60;

/**
 * An Application Load Balancer with one listener that forwards requests. With a certificate, a second listener redirects HTTP to
 * HTTPS.
 */
export class ApplicationLoadBalancer extends Construct {
  /** ARN of the load balancer. */
  readonly arn: string;
  /** `app/<name>/<id>`, the end of the ARN. Metrics and scaling policies use it. */
  readonly arnSuffix: string;
  /** DNS name that AWS assigns. */
  readonly dnsName: string;
  /** Whether the load balancer has private or public addresses. */
  readonly scheme: "internal" | "internet-facing";
  /** Protocol of the listener that forwards requests. */
  readonly protocol: "https" | "http";
  /** Security group of the load balancer. */
  readonly securityGroup: SecurityGroup;
  /** The listener that forwards requests. Until it exists, the target group has no load balancer. */
  readonly listener: LbListener;
  /** Target group of the requests. */
  readonly targetGroup: HttpTargetGroup;
  /** Escape hatch: the underlying `aws_lb`. */
  readonly resource: Lb;

  constructor(scope: Construct, id: string, props: ApplicationLoadBalancerProps) {
    super(scope, id);
    const { name, vpcId, exposure = "vpc-origin", scheme, certificateArn, targetGroup } = props;
    this.scheme = exposure === "vpc-origin" ? "internal" : "internet-facing";
    ensure(!scheme || scheme === this.scheme, "scheme", `be "${this.scheme}" when exposure is "${exposure}"`, scheme);
    const subnetIds = exposure === "vpc-origin" ? props.subnetIds.private : props.subnetIds.public;
    ensure(subnetIds.length >= 2, "subnetIds", "name subnets of at least 2 zones", subnetIds.length);

    this.protocol = certificateArn ? "https" : "http";
    this.targetGroup = targetGroup;
    this.securityGroup = loadBalancerSecurityGroup(this, { name, vpcId, exposure, protocol: this.protocol });
    this.resource = this.createLoadBalancer(props, subnetIds);
    this.listener = certificateArn ? this.listenHttps(certificateArn) : this.listenHttp();
    this.arn = this.resource.arn;
    this.arnSuffix = this.resource.arnSuffix;
    this.dnsName = this.resource.dnsName;
  }

  /** Allows connections from the load balancer to the targets, on the port of the target group. */
  forwardTo(targets: SecurityGroup): void {
    const { port } = this.targetGroup;
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

  private createLoadBalancer(props: ApplicationLoadBalancerProps, subnetIds: readonly string[]): Lb {
    const { name, deletionProtection = true, logBucketName } = props;
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
      // CloudFront sets the viewer's address, and the load balancer appends CloudFront's.
      xffHeaderProcessingMode: "append",
      enableXffClientPort: false,
      enableHttp2: true,
      idleTimeout: IDLE_TIMEOUT_SECONDS,
      accessLogs: { bucket: logBucketName, enabled: true },
      tags: { Name: name },
    });
  }

  private listenHttps(certificateArn: string): LbListener {
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
      defaultAction: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
    });
  }

  private listenHttp(): LbListener {
    return new LbListener(this, "http", {
      loadBalancerArn: this.resource.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
    });
  }
}
