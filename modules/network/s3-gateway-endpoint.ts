import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { partitionOf } from "../shared/arn";
import { type PolicyStatement, policyDocument } from "../shared/iam";
import { ownPrincipalsOnly } from "./endpoint-policy";

export interface S3GatewayEndpointProps {
  /** Name that people see, e.g. `project-x-prod-s3`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  /** Tables of every subnet that uses S3: a gateway endpoint is a route, and does nothing for a table it is not in. */
  readonly routeTableIds: readonly string[];
}

/**
 * The way to S3 of the same region that needs no NAT gateway and costs nothing.
 *
 * Its policy names who, not which buckets: a list of buckets would have to hold those of every service that keeps files in S3
 * for its callers (ECR layers, Systems Manager documents) and the application's own, and would fail late, at a patch.
 */
export class S3GatewayEndpoint extends Construct {
  /** Escape hatch: the underlying `aws_vpc_endpoint`. */
  readonly resource: VpcEndpoint;

  constructor(scope: Construct, id: string, props: S3GatewayEndpointProps) {
    super(scope, id);
    const { name, accountId, region, vpcId, routeTableIds } = props;
    this.resource = new VpcEndpoint(this, "Resource", {
      vpcId,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...routeTableIds],
      policy: policyDocument([ownPrincipalsOnly(accountId), packageDownloads(region)]),
      tags: { Name: name },
    });
  }
}

/**
 * Downloads that hosts make without a signature of the account: dnf signs nothing, SSM Agent and Patch Manager fetch updates and
 * baselines by links that AWS signed. Reading from AWS's own buckets gives nothing away.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html ("communications with AWS managed S3 buckets"),
 * https://docs.aws.amazon.com/linux/al2023/ug/deterministic-upgrades-usage.html (the repository bucket)
 */
function packageDownloads(region: string): PolicyStatement {
  const buckets = [
    `al2023-repos-${region}-de612dc2`,
    `amazon-ssm-${region}`,
    `amazon-ssm-packages-${region}`,
    `aws-ssm-distributor-file-${region}`,
    `aws-ssm-document-attachments-${region}`,
    `patch-baseline-snapshot-${region}`,
    `${region}-birdwatcher-prod`,
  ];
  return {
    sid: "PackageDownloads",
    principals: { AWS: "*" },
    actions: ["s3:GetObject"],
    resources: buckets.map((bucket) => `arn:${partitionOf(region)}:s3:::${bucket}/*`),
  };
}
