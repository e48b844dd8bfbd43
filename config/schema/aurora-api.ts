import { z } from "zod";
import { isCidrBlock, overlaps } from "../../modules/shared/cidr";
import { alarmSubscription } from "./alarm-subscription";
import { auroraSection } from "./aurora-api-data";
import { vpnSection } from "./aurora-api-vpn";
import { cidrBlock, logRetentionInDays, wholeNumber } from "./fields";
import { checkRanges, checkZoneNames, zone } from "./three-tier-network";

const network = z
  .strictObject({
    /** VPC range, /16 to /28. Public address space is taken, with a warning: its true owner cannot be reached from inside. */
    vpcCidr: cidrBlock.default("10.11.0.0/16"),
    /** Two zones at least. Functions stand in the private subnets, cluster and proxy in the isolated ones. */
    zones: z.array(zone).min(2, { error: "must be at least 2 entries; Aurora and its proxy span two zones" }),
    natGateways: z.enum(["one-per-az", "single", "none"]).default("single"),
  })
  .superRefine((value, context) => {
    checkRanges(value.vpcCidr, value.zones, context);
    checkZoneNames(value.zones, context);
  });

/** Who may call an HTTP API. */
const auth = z.discriminatedUnion("type", [
  /** Callers sign with AWS credentials that may `execute-api:Invoke`. */
  z.strictObject({ type: z.literal("iam") }),
  /** Callers bring a token of this issuer, whose `aud` is one of these. */
  z.strictObject({
    type: z.literal("jwt"),
    issuer: z.string().regex(/^https:\/\/\S+$/, { error: "must be an https URL" }),
    audience: z.array(z.string().min(1)).min(1, { error: "must be at least 1 entry" }),
  }),
]);

const gateway = z.discriminatedUnion("type", [
  /** Cheaper and faster; without web ACL and X-Ray. */
  z.strictObject({ type: z.literal("http"), auth: auth.default({ type: "iam" }) }),
  /** With web ACL and X-Ray; callers sign their requests. */
  z.strictObject({
    type: z.literal("rest"),
    /** Requests of one address in 5 minutes before it is blocked. WAF takes 10 to 2,000,000,000. */
    requestsPer5Minutes: wholeNumber(10, 2_000_000_000).default(2000),
  }),
]);

const api = z.strictObject({
  /** What kind of API Gateway's. The other kind is another API, with another address. */
  gateway: gateway.prefault({ type: "http" }),
  /** Requests per second that the API lets through, and how many at once; more get a 429. */
  requestsPerSecond: wholeNumber(1, 10_000).default(50),
  burst: wholeNumber(1, 5_000).default(100),
  /** Executions of the function at a time. Each holds one connection to the proxy. */
  concurrency: wholeNumber(1, 1000).default(20),
});

/** The relational API on Aurora Serverless v2. Every default is what `prod` gets. */
export const auroraApiSection = z
  .strictObject({
    /** The cluster refuses to be deleted and leaves a final snapshot; secrets can be brought back for 30 days. */
    deletionProtection: z.boolean().default(true),
    logRetentionInDays: logRetentionInDays.default(365),
    alarmSubscriptions: z.array(alarmSubscription).default([]),
    network,
    data: auroraSection.prefault({}),
    api: api.prefault({}),
    /** A way in for people. Without it there is none. */
    vpn: vpnSection.optional(),
  })
  .superRefine(({ network: { vpcCidr }, vpn }, context) => {
    if (vpn && isCidrBlock(vpn.clientCidr) && isCidrBlock(vpcCidr) && overlaps(vpn.clientCidr, vpcCidr)) {
      context.addIssue({
        code: "custom",
        path: ["vpn", "clientCidr"],
        message: `must not overlap the VPC's ${vpcCidr}`,
        params: { got: vpn.clientCidr },
      });
    }
  });

export type AuroraApiConfig = z.output<typeof auroraApiSection>;
