import { ensure } from "./errors";

/** Who a physical name belongs to. */
export interface NameScope {
  /** Project, first part of every physical name, e.g. `project-x`. */
  readonly project: string;
  /** Environment, second part of every physical name, e.g. `prod`. */
  readonly environment: string;
}

/**
 * Longest name in characters that each kind of resource accepts, from the API reference of its service:
 * ELBv2 CreateLoadBalancer and CreateTargetGroup, RDS CreateDBInstance, IAM CreateRole, S3 bucket naming rules,
 * Lambda CreateFunction; `generic` stands for everything whose own limit is 128 or more.
 */
const LIMITS = {
  "load-balancer": 32,
  "target-group": 32,
  "rds-instance": 63,
  "iam-role": 64,
  "lambda-function": 64,
  "s3-bucket": 63,
  generic: 128,
} as const;

export type NamedKind = keyof typeof LIMITS;

/**
 * The physical name of a resource: `<project>-<environment>-<component>`.
 *
 * @throws Error when the name is longer than `kind` allows.
 */
export function physicalName(scope: NameScope, component: string, kind: NamedKind = "generic"): string {
  const name = join(scope, component);
  ensure(name.length <= LIMITS[kind], `name of the ${kind}`, `be at most ${LIMITS[kind]} characters`, name, SHORTER);
  return name;
}

const SHORTER = "shorten the project or the environment";

/** A rule that a physical name breaks. */
export interface NameProblem {
  readonly name: string;
  readonly limit: number;
}

/** The name that would be too long for its kind, or undefined where it fits. */
export function nameProblem(scope: NameScope, component: string, kind: NamedKind): NameProblem | undefined {
  const name = join(scope, component);
  const limit = LIMITS[kind];
  return name.length > limit ? { name, limit } : undefined;
}

/**
 * The bucket that holds the Terraform state of an environment. Bucket names are global to AWS, hence the account.
 */
export function stateBucketName(scope: NameScope, accountId: string): string {
  return physicalName(scope, `state-${accountId}`, "s3-bucket");
}

/** Alias of the KMS key that encrypts the Terraform state of an environment. */
export function stateKeyAlias(scope: NameScope): string {
  return `alias/${join(scope, "state")}`;
}

function join({ project, environment }: NameScope, component: string): string {
  return `${project}-${environment}-${component}`;
}
