/** Parts of an Amazon Resource Name. */
export interface ArnParts {
  /** Service namespace, e.g. `kms`. */
  readonly service: string;
  /** Region. It determines the partition, so global services need it too, although their ARNs do not contain it. */
  readonly region: string;
  /** Account, 12 digits. */
  readonly accountId: string;
  /** Everything after the account, e.g. `alias/project-x`. */
  readonly resource: string;
  /** True for services whose ARNs contain no region (IAM, CloudFront, Route 53). @default false */
  readonly global?: boolean | undefined;
}

/** The ARN of a resource whose name is known before the resource exists. */
export function arnOf({ service, region, accountId, resource, global = false }: ArnParts): string {
  return `arn:${partitionOf(region)}:${service}:${global ? "" : region}:${accountId}:${resource}`;
}

/** The ARN of an AWS managed policy, e.g. `AmazonSSMManagedInstanceCore`. */
export function managedPolicyArn(region: string, name: string): string {
  return `arn:${partitionOf(region)}:iam::aws:policy/${name}`;
}

/** The AWS partition of a region. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) {
    return "aws-cn";
  }
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/**
 * Pattern of the ARNs of IAM roles or users. A name can have a path, as roles of IAM Identity Center have (IAM user guide, "IAM
 * identifiers").
 *
 * @param types kinds of principals
 * @param partition an AWS partition. @default every partition
 */
export function iamPrincipal(types: readonly ("role" | "user")[], partition = "aws[a-z-]*"): RegExp {
  return new RegExp(`^arn:${partition}:iam::\\d{12}:(${types.join("|")})/([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}$`);
}
