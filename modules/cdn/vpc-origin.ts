import { CloudfrontVpcOrigin } from "@cdktf/provider-aws/lib/cloudfront-vpc-origin";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Fn, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { ensureGlobalRegion } from "../shared/global-region";

export interface VpcOriginProps {
  /** Prefix of the origin's name. A hash of the load balancer and the protocol follows it. */
  readonly name: string;
  /** The load balancer. It must be internal. */
  readonly loadBalancer: {
    readonly arn: string;
    readonly scheme: "internal" | "internet-facing";
    /** HTTPS on port 443, or HTTP on port 80. */
    readonly protocol: "https" | "http";
  };
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
}

/**
 * A VPC origin: CloudFront reaches an internal load balancer, which is not reachable from the internet. AWS requires an internet
 * gateway in the VPC, although no traffic passes through it. The creation takes up to 15 minutes.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export class VpcOrigin extends Construct {
  /** Id of the VPC origin. */
  readonly vpcOriginId: string;
  /** Escape hatch: the underlying `aws_cloudfront_vpc_origin`. */
  readonly resource: CloudfrontVpcOrigin;

  constructor(scope: Construct, id: string, props: VpcOriginProps) {
    super(scope, id);
    const { name, loadBalancer, provider } = props;
    const { arn: loadBalancerArn, scheme, protocol } = loadBalancer;
    ensureGlobalRegion(provider);
    ensure(
      scheme === "internal",
      "loadBalancer.scheme",
      'be "internal" for a VPC origin',
      scheme,
      'for an internet-facing load balancer use the exposure "cloudfront-only"',
    );
    // CloudFront refuses to change a VPC origin that a distribution uses (CannotUpdateEntityWhileInUse). A change of the target
    // therefore replaces the origin. The new origin is created first and needs another name, because names are unique.
    // CDKTF's DataResource is not used, because it runs `terraform version` during synthesis.
    const target = new TerraformResource(this, "target", { terraformResourceType: "terraform_data" });
    target.addOverride("triggers_replace", { loadBalancerArn, protocol });
    this.resource = new CloudfrontVpcOrigin(this, "Resource", {
      vpcOriginEndpointConfig: [
        {
          name: `${name}-${Fn.substr(Fn.sha256(Fn.join(" ", [loadBalancerArn, protocol])), 0, 8)}`,
          arn: loadBalancerArn,
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: `${protocol}-only`,
          originSslProtocols: [{ items: ["TLSv1.2"], quantity: 1 }],
        },
      ],
      lifecycle: {
        createBeforeDestroy: true,
        // The plain address: Terraform does not support interpolation in this list.
        replaceTriggeredBy: [`${target.terraformResourceType}.${target.friendlyUniqueId}`],
      },
      provider,
    });
    this.vpcOriginId = this.resource.id;
  }
}
