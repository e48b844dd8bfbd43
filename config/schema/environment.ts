import { z } from "zod";
import { nameProblem } from "../../modules/shared/names";
import { accountId, kebabName, region } from "./fields";
import { type LocalZoneConfig, localZoneSection } from "./local-zone";
import { threeTierSection } from "./three-tier";

/** Components whose physical names are the tightest, with the kind that limits them. */
const TIGHT_NAMES = [
  ["flask", "target-group"],
  ["app", "load-balancer"],
  ["mysql-replica-us-east-1a-15", "rds-instance"],
] as const;

/** Tags that the base stack sets. */
const OWN_TAGS = ["Project", "Stack", "ManagedBy"];

/** Keys as EC2's tagging rules take them, `aws:` being AWS's own prefix. */
function isFreeTagKey(key: string): boolean {
  return key.length > 0 && key.length <= 128 && !/^aws:/i.test(key) && !OWN_TAGS.includes(key);
}

/** Local Zones and Wavelength Zones are refused: they hold no RDS, no EFS mount target and mostly no NAT gateway. */
function checkZoneName(name: string, regionName: string, fail: (message: string) => void): void {
  if (new RegExp(`^${regionName}[a-z]$`).test(name)) {
    return;
  }
  fail(
    name.startsWith(`${regionName}-`)
      ? `must be an Availability Zone, not a Local Zone or Wavelength Zone; use ${regionName}a, ${regionName}b, ...`
      : `must be an Availability Zone of ${regionName}, e.g. ${regionName}a`,
  );
}

/** The Local Zone lies in its section's region, the endpoints in Availability Zones of it. */
function checkLocalZone(section: LocalZoneConfig | undefined, home: string, context: z.RefinementCtx): void {
  const region = section?.region ?? home;
  if (section && !section.zone.startsWith(`${region}-`)) {
    context.addIssue({ code: "custom", path: ["localZone", "zone"], message: `must be a Local Zone of ${region}` });
  }
  for (const [index, { zone }] of (section?.subnets.endpoints ?? []).entries()) {
    const path = ["localZone", "subnets", "endpoints", index, "zone"];
    checkZoneName(zone, region, (message) => context.addIssue({ code: "custom", path, message }));
  }
}

/** One AWS account and what of Tierra is deployed there. A missing section is not deployed. */
export const environmentSchema = z
  .strictObject({
    /** Environment, first part of every stack id and second of every physical name. */
    name: kebabName,
    /** Project, first part of every physical name. */
    project: kebabName.default("project-x"),
    accountId,
    /** Home region. */
    region,
    /** Tags of every resource that takes tags, besides Project, Stack and ManagedBy. */
    tags: z
      .record(z.string(), z.string().max(256))
      .default({})
      .superRefine((tags, context) => {
        for (const key of Object.keys(tags)) {
          if (!isFreeTagKey(key)) {
            context.addIssue({
              code: "custom",
              path: [key],
              message: `must have a key of 1 to 128 characters that does not start with aws: and is none of ${OWN_TAGS.join(", ")}`,
              params: { got: key },
            });
          }
        }
      }),
    threeTier: threeTierSection.optional(),
    localZone: localZoneSection.optional(),
  })
  .superRefine((environment, context) => {
    const scope = { project: environment.project, environment: environment.name };
    for (const [component, kind] of TIGHT_NAMES) {
      const problem = nameProblem(scope, component, kind);
      if (problem) {
        context.addIssue({
          code: "custom",
          path: ["project"],
          message: `must be short enough for the ${kind} "${problem.name}" (${problem.name.length} of at most ${problem.limit} characters)`,
        });
      }
    }
    for (const [index, zone] of (environment.threeTier?.network.zones ?? []).entries()) {
      const path = ["threeTier", "network", "zones", index, "name"];
      checkZoneName(zone.name, environment.region, (message) => context.addIssue({ code: "custom", path, message }));
    }
    checkLocalZone(environment.localZone, environment.region, context);
  });

export type Environment = z.output<typeof environmentSchema>;
/** What an environment file holds: everything with a default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
