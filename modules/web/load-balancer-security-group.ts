import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import type { Construct } from "constructs";
import { type Peer, SecurityGroup } from "../security/security-group";

/**
 * Which clients reach a load balancer.
 *
 * - `vpc-origin`: only CloudFront, through a VPC origin. The load balancer is internal.
 * - `cloudfront-only`: only CloudFront, over the internet. This includes the distributions of other AWS accounts.
 * - `public`: every client.
 */
export type LoadBalancerExposure = "vpc-origin" | "cloudfront-only" | "public";

interface LoadBalancerSecurityGroupProps {
  /** Prefix of the group's name. */
  readonly name: string;
  /** VPC of the load balancer. */
  readonly vpcId: string;
  /** Which clients reach the load balancer. */
  readonly exposure: LoadBalancerExposure;
  /** Protocol of the listener, which determines the port. */
  readonly protocol: "https" | "http";
}

/** The security group of a load balancer, with ingress rules for its exposure. Egress rules to targets are not part of it. */
export function loadBalancerSecurityGroup(
  scope: Construct,
  { name, vpcId, exposure, protocol }: LoadBalancerSecurityGroupProps,
): SecurityGroup {
  const group = new SecurityGroup(scope, "security-group", {
    name: `${name}-load-balancer`,
    description: "Load balancer of the web tier",
    vpcId,
  });
  const port = protocol === "https" ? 443 : 80;
  const client = exposure === "public" ? "anywhere" : "CloudFront";
  const peer = exposure === "public" ? { cidrIpv4: "0.0.0.0/0" } : cloudFront(scope);
  group.allowFrom("from-viewers", { peer, port, description: `Requests from ${client}` });
  if (exposure === "public" && protocol === "https") {
    group.allowFrom("from-viewers-http", { peer, port: 80, description: "Requests that are redirected to HTTPS" });
  }
  return group;
}

/**
 * CloudFront's addresses. A VPC origin uses them too: CloudFront creates its own security group only with the first VPC origin,
 * which needs this load balancer first. A data source reads the prefix list, because AWS assigns its id.
 *
 * The list counts as 55 of the 60 rules that a security group may have, so that only one port fits.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
 */
function cloudFront(scope: Construct): Peer {
  const list = new DataAwsEc2ManagedPrefixList(scope, "cloudfront", {
    name: "com.amazonaws.global.cloudfront.origin-facing",
  });
  return { prefixListId: list.id };
}
