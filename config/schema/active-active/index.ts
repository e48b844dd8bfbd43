import { z } from "zod";
import { alarmSubscriptions } from "../fields/alarm-subscription";
import { backupVault } from "../fields/backup";
import { certificateName, checkDomain, hostedZone } from "../fields/domain";
import { failing } from "../fields/fail";
import { uniqueList } from "../fields/unique-list";
import { logRetentionInDays } from "../fields/values";
import { activeActiveApi } from "./api";
import { checkEvacuation, evacuation } from "./evacuation";
import { checkLifecycle } from "./lifecycle";
import { activeActiveRegion, checkRegions } from "./region";

/** For tools, which do not import modules. */
export { regionsByState } from "../../../modules/shared/region-states";

/** Regions with health checkers (Route 53 API reference, HealthCheckConfig, Regions). */
const CHECKERS = [
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-west-1",
  "sa-east-1",
  "us-east-1",
  "us-west-1",
  "us-west-2",
] as const;

const section = z
  .strictObject({
    /** Deletion protection of the table and its replicas. A region can have its own. @default true */
    deletionProtection: z.boolean().optional(),
    /** Days to keep logs. @default 365 */
    logRetentionInDays: logRetentionInDays.optional(),
    /** Subscribers to the alarms of every region. @default none */
    alarmSubscriptions: alarmSubscriptions.optional(),
    /** DynamoDB creates the replicas from the first region's table. The first active region is the primary under failover routing. */
    regions: z
      .array(activeActiveRegion)
      .min(2, { error: "must be at least 2 entries; active-active needs two regions" }),
    /** Names of the APIs. @default each region's API answers at its execute-api endpoint, without routing and health checks */
    domain: z
      .strictObject({
        /** Name that all regions share, e.g. `api.example.com`. Each region also has the name `<region>.<name>`. */
        name: certificateName,
        /** A hosted zone to create, which you delegate then, or the ID of an existing one. */
        hostedZone,
      })
      .optional(),
    table: z
      .strictObject({
        /** Name of the table in every region. */
        name: z
          .string()
          .regex(/^[\w.-]{3,255}$/, { error: "must be 3 to 255 letters, digits, underscores, hyphens or dots" })
          .default("MyGlobalTable"),
        /** `customer-managed`: a KMS key in every region. `aws-managed`: the AWS managed key of DynamoDB, free of charge. */
        encryption: z.enum(["customer-managed", "aws-managed"]).default("customer-managed"),
      })
      .prefault({}),
    /** Vault of the table's backups, in each region with `backup: true`. @default the defaults of `BackupVault` */
    backup: backupVault.optional(),
    api: activeActiveApi,
    routing: z
      .strictObject({
        /** How Route 53 selects a region for the shared name. `traffic-policy` has a monthly price, see docs/active-active.md. */
        policy: z.enum(["latency", "weighted", "failover", "traffic-policy"]).default("latency"),
        /** Regions of the health checkers, at least three. @default ap-southeast-1, eu-west-1 and us-east-1 */
        checkerRegions: uniqueList(z.enum(CHECKERS), { min: 3, reason: "Route 53 requires three" }).optional(),
        /** How an operator evacuates a region, see docs/active-active-evacuation.md. */
        evacuation,
      })
      .prefault({}),
  })
  .superRefine((checked, context) => {
    const { regions, domain, routing } = checked;
    checkRegions(regions, context);
    checkLifecycle(checked, context);
    checkEvacuation(routing.evacuation, regions, context);
    const fail = failing(context);
    if (checked.backup && !regions.some(({ state, backup }, index) => state !== "removed" && (backup ?? index === 0))) {
      fail(["backup"], "must not be set without a region that is backed up; set backup: true in a region");
    }
    if (domain) {
      checkDomain(domain, fail);
    }
    if (domain && "create" in domain.hostedZone) {
      const { create } = domain.hostedZone;
      // A traffic policy has no alias for API Gateway, and a zone's own name cannot have a CNAME record.
      if (routing.policy === "traffic-policy" && domain.name === create) {
        fail(["domain", "name"], `must be below ${create} under a traffic policy; use api.${create}`);
      }
    }
  });

/** The active-active backend. The defaults are for production. */
export const activeActiveSection = z
  .custom<z.input<typeof section>>()
  .superRefine((input, context) => {
    // Before the defaults are added, which would look like values of the user.
    if (input?.routing && !input.domain) {
      context.addIssue({
        code: "custom",
        path: ["routing"],
        message: "must not be set without a domain; add domain, or remove routing",
      });
    }
  })
  .pipe(section);

export type ActiveActiveConfig = z.output<typeof activeActiveSection>;
export type ActiveActiveRegionConfig = ActiveActiveConfig["regions"][number];
