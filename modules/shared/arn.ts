/** Parts of an Amazon Resource Name. */
export interface ArnParts {
  /** Service namespace, e.g. `kms`. */
  readonly service: string;
  /** Region, from which the partition follows. Still needed for global services, which leave it out of the ARN. */
  readonly region: string;
  /** Account, 12 digits. */
  readonly accountId: string;
  /** Everything after the account, e.g. `alias/project-x`. */
  readonly resource: string;
  /** True for services whose ARNs carry no region (IAM, CloudFront, Route 53). @default false */
  readonly global?: boolean;
}

/** The ARN of a resource whose name is known before it exists. */
export function arnOf({ service, region, accountId, resource, global = false }: ArnParts): string {
  return `arn:${partitionOf(region)}:${service}:${global ? "" : region}:${accountId}:${resource}`;
}

/** The ARN of an AWS managed policy, e.g. `AmazonSSMManagedInstanceCore`. */
export function managedPolicyArn(region: string, name: string): string {
  return `arn:${partitionOf(region)}:iam::aws:policy/${name}`;
}

/** AWS partition of a region. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) {
    return "aws-cn";
  }
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
