import { Wafv2IpSet } from "@cdktf/provider-aws/lib/wafv2-ip-set";
import { Construct } from "constructs";

export interface HealthCheckersProps {
  /** Name of the IP set. */
  readonly name: string;
}

/**
 * IPv4 addresses of Route 53's health checkers, as of 2026-11: `ROUTE53_HEALTHCHECKS` in https://ip-ranges.amazonaws.com/ip-ranges.json,
 * and GetCheckerIpRanges. A checker of a domain name connects over IPv4 only. AWS rarely changes the ranges, and announces changes.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/route-53-ip-addresses.html
 */
const RANGES = [
  "15.177.0.0/18",
  "54.183.255.128/26",
  "54.228.16.0/26",
  "54.232.40.64/26",
  "54.241.32.64/26",
  "54.243.31.192/26",
  "54.244.52.192/26",
  "54.245.168.0/26",
  "54.248.220.0/26",
  "54.250.253.192/26",
  "54.251.31.128/26",
  "54.252.79.128/26",
  "54.252.254.192/26",
  "54.255.254.192/26",
  "107.23.255.0/26",
  "176.34.159.192/26",
  "177.71.207.128/26",
] as const;

/** The addresses of Route 53's health checkers, as an IP set for the rules of a regional web ACL. */
export class HealthCheckers extends Construct {
  /** ARN of the IP set. */
  readonly arn: string;
  /** Escape hatch: the underlying `aws_wafv2_ip_set`. */
  readonly resource: Wafv2IpSet;

  constructor(scope: Construct, id: string, { name }: HealthCheckersProps) {
    super(scope, id);
    this.resource = new Wafv2IpSet(this, "Resource", {
      name,
      description: "Route 53 health checkers",
      scope: "REGIONAL",
      ipAddressVersion: "IPV4",
      addresses: [...RANGES],
    });
    this.arn = this.resource.arn;
  }
}
