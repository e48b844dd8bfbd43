import { z } from "zod";
import { activeActiveApi } from "./active-active-api";
import { activeActiveRegion, checkRegions } from "./active-active-region";
import { alarmSubscription } from "./alarm-subscription";
import { domainName, logRetentionInDays } from "./fields";

/** Where Route 53 checks from (Route 53 API reference, HealthCheckConfig, Regions). */
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

/** The active-active backend. Every default is what `prod` gets. */
export const activeActiveSection = z
  .strictObject({
    /** Table and replicas refuse to be deleted. */
    deletionProtection: z.boolean().default(true),
    logRetentionInDays: logRetentionInDays.default(365),
    alarmSubscriptions: z.array(alarmSubscription).default([]),
    /** The first one makes the table, the others replicate it; under failover routing it is the primary. */
    regions: z
      .array(activeActiveRegion)
      .min(2, { error: "must be at least 2 entries; one region is not active-active" }),
    domain: z.strictObject({
      /** The name that every region answers to, e.g. `api.example.com`. A region's own is `<region>.<name>`. */
      name: domainName,
      /** A zone to create (then delegate it), or the id of one that exists. */
      hostedZone: z.union([
        z.strictObject({ create: domainName }),
        z.strictObject({
          id: z.string().regex(/^Z[A-Z0-9]{5,31}$/, { error: "must be a hosted zone id, e.g. Z0123456789ABC" }),
        }),
      ]),
    }),
    table: z
      .strictObject({
        name: z
          .string()
          .regex(/^[\w.-]{3,255}$/, { error: "must be 3 to 255 letters, digits, underscores, hyphens or dots" })
          .default("MyGlobalTable"),
        /** `customer-managed`: a key of ours in every region. `aws-managed`: DynamoDB's own key of the account, free of charge. */
        encryption: z.enum(["customer-managed", "aws-managed"]).default("customer-managed"),
      })
      .prefault({}),
    api: activeActiveApi,
    routing: z
      .strictObject({
        /** How the shared name finds a region. `traffic-policy` costs a monthly price, see docs/active-active.md. */
        policy: z.enum(["latency", "weighted", "failover", "traffic-policy"]).default("latency"),
        /** Regions that ask for the regions' health. Route 53 wants three at least. */
        checkerRegions: z
          .array(z.enum(CHECKERS))
          .min(3, { error: "must be at least 3 entries; Route 53 wants three" })
          .default(["ap-southeast-1", "eu-west-1", "us-east-1"]),
      })
      .prefault({}),
  })
  .superRefine((section, context) => {
    const { regions, domain, routing } = section;
    checkRegions(regions, context);
    const fail = (path: PropertyKey[], message: string) => context.addIssue({ code: "custom", path, message });
    if ("create" in domain.hostedZone) {
      const { create } = domain.hostedZone;
      if (domain.name !== create && !domain.name.endsWith(`.${create}`)) {
        fail(["domain", "name"], `must be ${create} or end in .${create}, the hosted zone's name`);
      }
      // A CNAME cannot stand at the top of a zone, and API Gateway is no endpoint that a traffic policy knows as an alias.
      if (routing.policy === "traffic-policy" && domain.name === create) {
        fail(["domain", "name"], `must be below ${create} under a traffic policy; use api.${create}`);
      }
    }
    if (routing.policy === "weighted" && regions.every(({ weight }) => weight === 0)) {
      fail(["regions"], "must hold a region with a weight above 0; Route 53 would answer with all of them");
    }
    if (new Set(routing.checkerRegions).size !== routing.checkerRegions.length) {
      fail(["routing", "checkerRegions"], "must name each region once");
    }
  });

export type ActiveActiveConfig = z.output<typeof activeActiveSection>;
export type ActiveActiveRegionConfig = ActiveActiveConfig["regions"][number];
