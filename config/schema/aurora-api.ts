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

const api = z.strictObject({
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
