import { z } from "zod";
import { alarmSubscription } from "../fields/alarm-subscription";
import { hostedZoneToCreate } from "../fields/hosted-zone";
import { domainName, logRetentionInDays } from "../fields/values";
import { activeActiveApi } from "./api";
import { checkEvacuation, evacuation } from "./evacuation";
import { activeActiveRegion, checkRegions } from "./region";

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

/** The active-active backend. The defaults are for production. */
export const activeActiveSection = z
  .strictObject({
    /** Deletion protection of the table and its replicas. @default true */
    deletionProtection: z.boolean().optional(),
    /** Days to keep logs. @default 365 */
    logRetentionInDays: logRetentionInDays.optional(),
    /** Subscribers to the alarms of every region. @default none */
    alarmSubscriptions: z.array(alarmSubscription).optional(),
    /** DynamoDB creates the replicas from the first region's table. The first region is also the primary under failover routing. */
    regions: z
      .array(activeActiveRegion)
      .min(2, { error: "must be at least 2 entries; active-active needs two regions" }),
    domain: z.strictObject({
      /** Name that all regions share, e.g. `api.example.com`. Each region also has the name `<region>.<name>`. */
      name: domainName,
      /** A hosted zone to create, which you delegate then, or the ID of an existing one. */
      hostedZone: z.union([
        hostedZoneToCreate,
        z.strictObject({
          id: z.string().regex(/^Z[A-Z0-9]{5,31}$/, { error: "must be a hosted zone id, e.g. Z0123456789ABC" }),
        }),
      ]),
    }),
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
    api: activeActiveApi,
    routing: z
      .strictObject({
        /** How Route 53 selects a region for the shared name. `traffic-policy` has a monthly price, see docs/active-active.md. */
        policy: z.enum(["latency", "weighted", "failover", "traffic-policy"]).default("latency"),
        /** Regions of the health checkers, at least three. @default ap-southeast-1, eu-west-1 and us-east-1 */
        checkerRegions: z
          .array(z.enum(CHECKERS))
          .min(3, { error: "must be at least 3 entries; Route 53 requires three" })
          .optional(),
        /** How an operator evacuates a region, see docs/active-active-evacuation.md. */
        evacuation,
      })
      .prefault({}),
  })
  .superRefine((section, context) => {
    const { regions, domain, routing } = section;
    checkRegions(regions, context);
    checkEvacuation(routing.evacuation, regions, context);
    const fail = (path: PropertyKey[], message: string) => context.addIssue({ code: "custom", path, message });
    if ("create" in domain.hostedZone) {
      const { create } = domain.hostedZone;
      if (domain.name !== create && !domain.name.endsWith(`.${create}`)) {
        fail(["domain", "name"], `must be ${create} or end in .${create}, the hosted zone's name`);
      }
      // A traffic policy has no alias for API Gateway, and a zone's own name cannot have a CNAME record.
      if (routing.policy === "traffic-policy" && domain.name === create) {
        fail(["domain", "name"], `must be below ${create} under a traffic policy; use api.${create}`);
      }
    }
    if (routing.policy === "weighted" && regions.every(({ weight }) => weight === 0)) {
      fail(["regions"], "must hold a region with a weight above 0; Route 53 would answer with all of them");
    }
    const { checkerRegions = [] } = routing;
    if (new Set(checkerRegions).size !== checkerRegions.length) {
      fail(["routing", "checkerRegions"], "must name each region once");
    }
  });

export type ActiveActiveConfig = z.output<typeof activeActiveSection>;
export type ActiveActiveRegionConfig = ActiveActiveConfig["regions"][number];
