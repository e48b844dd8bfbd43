import { ensure } from "./errors";

/** The first two parts of every physical name. */
export interface NameScope {
  /** First part, e.g. `project-x`. */
  readonly project: string;
  /** Second part, e.g. `prod`. */
  readonly environment: string;
}

/**
 * Longest name of each kind of resource, in characters. Sources, in AWS's API references: Elastic Load Balancing
 * CreateLoadBalancer and CreateTargetGroup, AWS Backup CreateBackupVault, RDS CreateDBInstance and CreateDBCluster, the S3
 * naming rules, IAM CreateRole, Lambda CreateFunction, EC2 CreateLaunchTemplate and CreateSecurityGroup, EC2 Auto Scaling
 * CreateAutoScalingGroup. `generic` is for every kind whose limit is 128 or more.
 */
const LIMITS = {
  "load-balancer": 32,
  "target-group": 32,
  "backup-vault": 50,
  "rds-instance": 63,
  "s3-bucket": 63,
  "iam-role": 64,
  "lambda-function": 64,
  "launch-template": 128,
  "auto-scaling-group": 255,
  "security-group": 255,
  generic: 128,
} as const;

export type NamedKind = keyof typeof LIMITS;

/**
 * The physical name of a resource: `<project>-<environment>-<component>`.
 *
 * @param kinds every kind of resource that gets the name. @default generic
 * @throws Error when the name is longer than one of the kinds allows
 */
export function physicalName(scope: NameScope, component: string, ...kinds: readonly NamedKind[]): string {
  const name = join(scope, component);
  for (const kind of kinds.length > 0 ? kinds : (["generic"] as const)) {
    ensure(name.length <= LIMITS[kind], `name of the ${kind}`, `be at most ${LIMITS[kind]} characters`, name, SHORTER);
  }
  return name;
}

const SHORTER = "shorten the project or the environment";

/** A physical name that is too long for its kind of resource. */
export interface NameProblem {
  readonly name: string;
  /** Longest name that the kind allows, in characters. */
  readonly limit: number;
}

/** The name and the limit if the name is too long for its kind, otherwise undefined. */
export function nameProblem(scope: NameScope, component: string, kind: NamedKind): NameProblem | undefined {
  const name = join(scope, component);
  const limit = LIMITS[kind];
  return name.length > limit ? { name, limit } : undefined;
}

/** The bucket for the Terraform state of an environment. Its name contains the account, because bucket names are global. */
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
