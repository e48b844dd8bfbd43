import type { Environment } from "../../../config/schema";
import { checkEnvironments } from "../../../config/schema/environments";
import { activeActiveInput } from "../../helpers/active-active";
import { LOCAL_ZONE, type Overrides, sampleEnvironment } from "../../helpers/environments";
import { compose } from "../../helpers/stacks";

const ZONES = ["a", "b"].map((letter, index) => ({
  name: `eu-west-1${letter}`,
  publicCidr: `10.11.${160 + 16 * index}.0/20`,
  privateCidr: `10.11.${128 + 16 * index}.0/20`,
  isolatedCidr: `10.11.${192 + 16 * index}.0/20`,
}));

const THREE_TIER = { threeTier: sampleEnvironment().threeTier } as Overrides;
const OTHERS = {
  activeActive: activeActiveInput(["eu-west-1", "eu-central-1"]),
  auroraApi: { network: { zones: ZONES }, api: { gateway: { type: "rest" } } },
  localZone: LOCAL_ZONE,
} as Overrides;

/** Leaves space for longer names. */
const SHORT = { project: "p", name: "e" };

/** Most characters of names, by resource type (sources: modules/shared/names.ts; RDS, CreateDBProxyEndpoint). */
const LIMITS: Readonly<Record<string, number>> = {
  aws_iam_role: 64,
  aws_s3_bucket: 63,
  aws_lambda_function: 64,
  aws_lb: 32,
  aws_lb_target_group: 32,
  aws_db_instance: 63,
  aws_db_proxy_endpoint: 63,
  aws_rds_cluster: 63,
  aws_backup_vault: 50,
  aws_backup_plan: 50,
};

const NAMES = /^(name|bucket|identifier|.*_name|.*_identifier)$/;

/** The names of an environment's resources that start with project and environment, by type. */
function namesOf(environment: Environment): { type: string; name: string }[] {
  const prefix = `${environment.project}-${environment.name}-`;
  return compose([environment]).stacks.flatMap(({ json }) =>
    Object.entries<Record<string, object>>(json.resource ?? {}).flatMap(([type, resources]) =>
      Object.values(resources).flatMap((resource) =>
        Object.entries(resource)
          .filter(([attribute, value]) => NAMES.test(attribute) && String(value).startsWith(prefix))
          .map(([, value]) => ({ type, name: String(value) })),
      ),
    ),
  );
}

describe("physical names", () => {
  const longer = sampleEnvironment({ ...SHORT, threeTier: undefined, ...OTHERS });

  it("of one environment that end like those of a three-tier application collide with no other environment's", () => {
    const short = namesOf(sampleEnvironment({ ...SHORT, ...THREE_TIER })).map(
      ({ type, name }) => `${type} ${name.replace("p-e-", "")}`,
    );
    const extensions = namesOf(longer).flatMap(({ type, name }) => {
      const parts = name.replace("p-e-", "").split("-");
      return parts
        .map((_, count) => [parts.slice(0, count), parts.slice(count)] as const)
        .filter(([extension, rest]) => extension.length > 0 && short.includes(`${type} ${rest.join("-")}`))
        .map(([extension]) => extension.join("-"));
    });
    expect([...new Set(extensions)]).toEqual(expect.arrayContaining(["aurora", "local-zone", "items-eu-west-1"]));
    for (const extension of new Set(extensions)) {
      const [head = "", ...rest] = extension.split("-");
      const names = rest.length > 0 ? { project: `p-e-${head}`, name: rest.join("-") } : { project: "p-e", name: head };
      const inRegions = ["eu-west-1", "eu-central-1", "us-east-1"].filter((region) => {
        const zones = THREE_TIER.threeTier?.network?.zones?.map((zone) => ({
          ...zone,
          name: zone.name.replace("eu-west-1", region),
        }));
        const other = sampleEnvironment({ ...names, region, threeTier: { network: { zones } } } as Overrides);
        return throwsFor([longer, other]);
      });
      expect({ extension, collides: inRegions.length > 0 }).toEqual({ extension, collides: true });
    }
  });

  it.each([
    ["a three-tier application", 32 - "-test-flask".length, THREE_TIER],
    [
      "an active-active backend",
      64 - "-test-items-eu-central-1-create-item".length,
      { ...OTHERS, threeTier: undefined },
    ],
    [
      "a relational API",
      50 - "-test-aurora-backup".length,
      { ...OTHERS, threeTier: undefined, activeActive: undefined },
    ],
    [
      "other architectures",
      63 - "-test-state-logs-123456789012".length,
      { ...OTHERS, threeTier: undefined, activeActive: undefined, auroraApi: undefined },
    ],
  ] as const)("of %s fit with a project of %d characters, the longest one", (_, longest, architectures) => {
    const environment = sampleEnvironment({ ...architectures, project: "x".repeat(longest) });
    const tooLong = namesOf(environment).filter(({ type, name }) => name.length > (LIMITS[type] ?? 128));
    expect(tooLong).toEqual([]);
    expect(() => sampleEnvironment({ ...architectures, project: "x".repeat(longest + 1) })).toThrow(
      "must be short enough",
    );
  });
});

function throwsFor(environments: readonly Environment[]): boolean {
  try {
    checkEnvironments(environments);
    return false;
  } catch {
    return true;
  }
}
