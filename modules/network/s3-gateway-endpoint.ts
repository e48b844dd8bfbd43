import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { partitionOf } from "../shared/arn";
import { type PolicyStatement, policyDocument } from "../shared/iam";
import { ownPrincipalsOnly } from "./endpoint-policy";

export interface S3GatewayEndpointProps {
  /** The `Name` tag, e.g. `project-x-prod-s3`. */
  readonly name: string;
  /** AWS account, 12 digits. The endpoint accepts signed requests of its principals only. */
  readonly accountId: string;
  /** AWS Region, e.g. `us-east-1`. */
  readonly region: string;
  /** ID of the VPC. */
  readonly vpcId: string;
  /** Route table of every subnet that uses S3. A gateway endpoint works through a route in each of them. */
  readonly routeTableIds: readonly string[];
}

/**
 * A gateway endpoint for S3 in the same Region. It needs no NAT gateway and is free of charge.
 *
 * Its policy names principals, not buckets. Some AWS services keep files for their callers in S3, such as ECR layers and Systems
 * Manager documents. A list of buckets would need all of theirs, and a missing one would only show at the next patch.
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
 * Downloads that hosts make without the account's signature. dnf sends unsigned requests. SSM Agent and Patch Manager use
 * presigned URLs of AWS for updates and baselines. Only reads from AWS's own buckets are allowed, which discloses no data.
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
