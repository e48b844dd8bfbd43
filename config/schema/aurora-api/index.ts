import { z } from "zod";
import { isCidrBlock, overlaps, prefixLength } from "../../../modules/shared/cidr";
import { LONGEST_API_SECONDS, requestTimes } from "../../../modules/shared/request-times";
import { vpcBlock } from "../fields/addresses";
import { alarmSubscriptions } from "../fields/alarm-subscription";
import { failing } from "../fields/fail";
import { httpsUrl, plainText } from "../fields/text";
import { checkRanges, zones } from "../fields/tiered-network";
import { uniqueList } from "../fields/unique-list";
import { logRetentionInDays, wholeNumber } from "../fields/values";
import { auroraSection } from "./data";
import { vpnSection } from "./vpn";

const network = z
  .strictObject({
    /** CIDR block of the VPC, /16 to /28. Public addresses cause a warning, because their owner is unreachable from the VPC. */
    vpcCidr: vpcBlock.default("10.11.0.0/16"),
    /** At least two zones. Functions are in the private subnets, cluster and proxy in the isolated ones. */
    zones: zones("Aurora and its proxy span two zones"),
    natGateways: z.enum(["one-per-az", "single", "none"]).default("single"),
  })
  .superRefine((value, context) => {
    checkRanges(value.vpcCidr, value.zones, failing(context));
  });

/** Callers of an HTTP API. */
const auth = z.discriminatedUnion("type", [
  /** Callers sign with AWS credentials that allow `execute-api:Invoke`. */
  z.strictObject({ type: z.literal("iam") }),
  /** Callers send a token of this issuer, whose `aud` is one of these. */
  z.strictObject({
    type: z.literal("jwt"),
    issuer: httpsUrl,
    audience: uniqueList(plainText(255), { min: 1 }),
  }),
]);

const gateway = z.discriminatedUnion("type", [
  /** Cheaper and faster, without web ACL and X-Ray. Callers sign their requests unless `auth` requires a token. */
  z.strictObject({ type: z.literal("http"), auth: auth.optional() }),
  /** With web ACL and X-Ray. Callers sign their requests. */
  z.strictObject({
    type: z.literal("rest"),
    /** Requests from one address in 5 minutes before it is blocked. WAF accepts 10 to 2,000,000,000. */
    requestsPer5Minutes: wholeNumber(10, 2_000_000_000).optional(),
  }),
]);

const api = z.strictObject({
  /** Type of the API. A change creates another API with another address. */
  gateway: gateway.prefault({ type: "http" }),
  /** Requests per second on average. Further requests get a 429. */
  requestsPerSecond: wholeNumber(1, 10_000).default(50),
  /** Concurrent requests. Further requests get a 429. */
  burst: wholeNumber(1, 5_000).default(100),
  /** Seconds that a request may take. 3 seconds before that, the function stops to wait for the database and answers 503. */
  timeoutSeconds: wholeNumber(5, LONGEST_API_SECONDS).default(LONGEST_API_SECONDS),
  /** Concurrent executions of the function. Each holds one connection to the proxy. */
  concurrency: wholeNumber(1, 1000).default(20),
});

/** The relational API on Aurora Serverless v2. The defaults are suitable for production. */
export const auroraApiSection = z
  .strictObject({
    /** The cluster refuses to be deleted and leaves a final snapshot. Deleted secrets can be restored for 30 days. */
    deletionProtection: z.boolean().optional(),
    logRetentionInDays: logRetentionInDays.optional(),
    alarmSubscriptions: alarmSubscriptions.optional(),
    network,
    data: auroraSection.prefault({}),
    api: api.prefault({}),
    /** VPN for people. Without it, only the API can connect to the database. */
    vpn: vpnSection.optional(),
  })
  .superRefine(({ network: { vpcCidr, zones }, data, api, vpn }, context) => {
    const { requestSeconds } = requestTimes(api.timeoutSeconds);
    const { borrowTimeoutSeconds = requestSeconds } = data.proxy ?? {};
    if (borrowTimeoutSeconds < requestSeconds) {
      context.addIssue({
        code: "custom",
        path: ["data", "proxy", "borrowTimeoutSeconds"],
        message: `must be at least ${requestSeconds}, the seconds that the API holds a request; lower api.timeoutSeconds to answer 503 earlier`,
        params: { got: borrowTimeoutSeconds },
      });
    }
    const { clientCidr, associations } = vpn ?? {};
    // Client VPN admin guide, "Rules and best practices": an associated subnet has a /27 at least, and 20 free addresses.
    for (const [index, { privateCidr }] of zones.entries()) {
      const isAssociated = associations === "every-zone" || (associations === "first-zone" && index === 0);
      if (isAssociated && isCidrBlock(privateCidr) && prefixLength(privateCidr) === 28) {
        const path = ["network", "zones", index, "privateCidr"];
        failing(context)(path, "must be a block of /27 or larger; Client VPN refuses smaller subnets");
      }
    }
    if (clientCidr && isCidrBlock(clientCidr) && isCidrBlock(vpcCidr) && overlaps(clientCidr, vpcCidr)) {
      context.addIssue({
        code: "custom",
        path: ["vpn", "clientCidr"],
        message: `must not overlap the VPC's ${vpcCidr}`,
        params: { got: clientCidr },
      });
    }
  });

export type AuroraApiConfig = z.output<typeof auroraApiSection>;
