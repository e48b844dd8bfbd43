import { z } from "zod";
import { nameProblem } from "../../modules/shared/names";
import { activeActiveSection } from "./active-active";
import { auroraApiSection } from "./aurora-api";
import { accountId, kebabName, region } from "./fields/values";
import { type LocalZoneConfig, localZoneSection } from "./local-zone";
import { isArchitecture } from "./selection";
import { threeTierSection } from "./three-tier";

/** The physical names that come closest to the limits of their kinds. */
const TIGHT_NAMES = [
  ["flask", "target-group"],
  ["app", "load-balancer"],
  ["mysql-replica-us-east-1a-15", "rds-instance"],
] as const;

/** Tags that the base stack sets and an environment cannot replace. */
const OWN_TAGS = ["Project", "Stack", "ManagedBy"];

/** Whether an environment may use a tag key. AWS allows 128 characters and reserves the prefix `aws:`. */
function isFreeTagKey(key: string): boolean {
  return key.length > 0 && key.length <= 128 && !/^aws:/i.test(key) && !OWN_TAGS.includes(key);
}

/** Local Zones and Wavelength Zones are refused: they have no RDS and no EFS, and most have no NAT gateway. */
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

/** The Local Zone must belong to the region of its section, and the endpoints to Availability Zones of that region. */
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

/** One environment: an AWS account and a section for each architecture that is deployed there. */
export const environmentSchema = z
  .strictObject({
    /** Name of the environment: first part of every stack id and second part of every physical name. */
    name: kebabName.refine((name) => !isArchitecture(name), {
      error: "must not be the name of an architecture; rename the file of the environment",
    }),
    /** Name of the project: first part of every physical name. @default "project-x" */
    project: kebabName.default("project-x"),
    /** Account that the environment is deployed to. Stacks refuse credentials of any other account. */
    accountId,
    /** Region of every stack, unless a section names its own. */
    region,
    /** Tags of every resource that supports tags, in addition to Project, Environment, Stack and ManagedBy. @default none */
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
    /** Three-tier web application. @default not deployed */
    threeTier: threeTierSection.optional(),
    /** Active-active backend. @default not deployed */
    activeActive: activeActiveSection.optional(),
    /** Relational API. @default not deployed */
    auroraApi: auroraApiSection.optional(),
    /** Local Zone with Direct Connect. @default not deployed */
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
    for (const [index, zone] of (environment.auroraApi?.network.zones ?? []).entries()) {
      const path = ["auroraApi", "network", "zones", index, "name"];
      checkZoneName(zone.name, environment.region, (message) => context.addIssue({ code: "custom", path, message }));
    }
    checkLocalZone(environment.localZone, environment.region, context);
  });

/** A checked environment. */
export type Environment = z.output<typeof environmentSchema>;
/** The content of an environment file. Fields with a default are optional. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
