import { CloudfrontVpcOrigin } from "@cdktf/provider-aws/lib/cloudfront-vpc-origin";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Fn, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { ensureGlobalRegion } from "../shared/global-region";

export interface VpcOriginProps {
  /** Start of the origin's name; the end tells one target from the next. */
  readonly name: string;
  readonly loadBalancerArn: string;
  readonly loadBalancerScheme: "internal" | "internet-facing";
  /** What the load balancer speaks: HTTPS on 443, or HTTP on 80. */
  readonly protocol: "https" | "http";
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
}

/**
 * CloudFront's own way into the VPC: an internal load balancer that no address of the internet reaches. AWS asks for an internet
 * gateway on the VPC all the same; no traffic passes it. Creating one takes up to 15 minutes.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export class VpcOrigin extends Construct {
  readonly vpcOriginId: string;
  /** Escape hatch: the underlying `aws_cloudfront_vpc_origin`. */
  readonly resource: CloudfrontVpcOrigin;

  constructor(scope: Construct, id: string, props: VpcOriginProps) {
    super(scope, id);
    const { name, loadBalancerArn, loadBalancerScheme, protocol, provider } = props;
    ensureGlobalRegion(provider);
    ensure(
      loadBalancerScheme === "internal",
      "loadBalancerScheme",
      'be "internal" for a VPC origin',
      loadBalancerScheme,
      'CloudFront reaches an internet-facing load balancer by its name: exposure "cloudfront-only"',
    );
    // CloudFront refuses any change of a VPC origin that a distribution uses (CannotUpdateEntityWhileInUse). Another target is
    // therefore another origin, made before the old one goes, under another name as names are unique.
    // Not CDKTF's DataResource: that runs `terraform version` at synth and fails where there is none.
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
        // The bare address: Terraform parses this list itself and takes no interpolation in it.
        replaceTriggeredBy: [`${target.terraformResourceType}.${target.friendlyUniqueId}`],
      },
      provider,
    });
    this.vpcOriginId = this.resource.id;
  }
}
