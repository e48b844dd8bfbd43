import { type NamedKind, nameProblem } from "../../modules/shared/names";
import type { Fail } from "./fields/fail";

/** The parts of an environment that its physical names depend on. */
interface NamedEnvironment {
  readonly name: string;
  readonly project: string;
  readonly accountId: string;
  readonly threeTier?: object | undefined;
  readonly activeActive?:
    | { readonly regions: readonly { readonly name: string; readonly backup?: boolean | undefined }[] }
    | undefined;
  readonly auroraApi?: object | undefined;
  readonly localZone?: object | undefined;
}

/** Checks that all physical names are names that AWS accepts. Only resources of the environment's architectures count. */
export function checkNames(environment: NamedEnvironment, fail: Fail): void {
  const { name, project } = environment;
  const reserved = reservedStarts(environment).find(({ start }) => `${project}-`.startsWith(start));
  if (reserved) {
    fail(["project"], `must not start with ${reserved.start}; ${reserved.who} reserves such names`);
  }
  const [longest] = tightNames(environment)
    .flatMap(([component, kind]) => {
      const problem = nameProblem({ project, environment: name }, component, kind);
      return problem ? [{ ...problem, kind, excess: problem.name.length - problem.limit }] : [];
    })
    .sort((one, other) => other.excess - one.excess);
  if (longest) {
    // The longer part is probably the one to shorten.
    const field = name.length > project.length ? "name" : "project";
    const { kind, limit } = longest;
    fail(
      [field],
      `must be short enough for the ${kind} "${longest.name}" (${longest.name.length} of at most ${limit} characters)`,
    );
  }
}

/** The names that come closest to the limits of their kinds. The others are shorter, or their limits are higher. */
function tightNames({
  accountId,
  threeTier,
  activeActive,
  auroraApi,
}: NamedEnvironment): (readonly [string, NamedKind])[] {
  return [
    [`state-logs-${accountId}`, "s3-bucket"],
    ...(threeTier ? ([["flask", "target-group"]] as const) : []),
    ...(auroraApi ? ([["aurora-backup", "backup-vault"]] as const) : []),
    ...(activeActive?.regions ?? []).map((region) => [`items-${region.name}-create-item`, "iam-role"] as const),
    ...(activeActive?.regions ?? [])
      .filter(({ backup }, index) => backup ?? index === 0)
      .map((region) => [`backup-${region.name}`, "backup-vault"] as const),
  ];
}

interface ReservedStart {
  readonly start: string;
  readonly who: string;
}

/**
 * Starts of names that a service refuses: the S3 naming rules, EC2 CreateSecurityGroup, Elastic Load Balancing
 * CreateLoadBalancer, Systems Manager CreateDocument (names of the session documents).
 */
function reservedStarts({ threeTier, activeActive, auroraApi, localZone }: NamedEnvironment): ReservedStart[] {
  const starts = (who: string, ...all: readonly string[]) => all.map((start) => ({ start, who }));
  return [
    ...starts("S3", "sthree-", "amzn-s3-demo-"),
    ...(threeTier || activeActive || auroraApi || localZone ? starts("EC2", "sg-") : []),
    ...(threeTier ? starts("Elastic Load Balancing", "internal-") : []),
    ...(threeTier || localZone ? starts("Systems Manager", "aws", "amazon", "amzn") : []),
  ];
}
