import { z } from "zod";
import { containsBlock, isCidrBlock, overlaps, prefixLength } from "../../modules/shared/cidr";
import { alarmSubscription } from "./alarm-subscription";
import { cidrBlock, domainName, logRetentionInDays, region as regionName, wholeNumber } from "./fields";

/** One Availability Zone and its subnet. */
const zone = z.strictObject({
  /** Zone name, e.g. `eu-west-1a`. */
  name: z.string(),
  /** Network interfaces of the functions. No route leads out of the VPC but the one to DynamoDB. */
  privateCidr: cidrBlock,
});

/** One region that answers requests. Its network is closed and has no peer, so that regions may use the same addresses. */
const region = z.strictObject({
  name: regionName,
  vpcCidr: cidrBlock.default("10.0.0.0/16"),
  zones: z.array(zone).min(2, { error: "must be at least 2 entries; a zone may fail" }),
  /** Share of the requests under weighted routing. 0 takes the region out. */
  weight: wholeNumber(0, 255).default(100),
});

type Region = z.infer<typeof region>;

/** An endpoint's limits: requests a second in the long run, and at once. */
function limits(requestsPerSecond: number, burst: number) {
  return z
    .strictObject({
      /** API Gateway's default quota of an account and region is 10,000. */
      requestsPerSecond: wholeNumber(1, 10_000).default(requestsPerSecond),
      burst: wholeNumber(1, 5_000).default(burst),
    })
    .prefault({});
}

const issuer = z.strictObject({
  /** The exact `iss` of its tokens. */
  issuer: z.string().regex(/^https:\/\/\S+$/, { error: "must be an https URL" }),
  /** A token is for us when its `aud` names one of these. */
  audience: z.array(z.string().min(1)).min(1),
  /** Where its keys are. Without it `<issuer>/.well-known/jwks.json`. */
  jwksUri: z
    .string()
    .regex(/^https:\/\/\S+$/, { error: "must be an https URL" })
    .optional(),
});

/** Who may call the items routes. `/health` is open whatever stands here. */
const auth = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  /** Callers sign with AWS credentials that may `execute-api:Invoke`. */
  z.strictObject({ type: z.literal("iam") }),
  z.strictObject({
    type: z.literal("jwt"),
    issuers: z.array(issuer).min(1),
    /** How long API Gateway goes on believing a token that it has asked about: a revoked one, too. 0 to 3,600. */
    cacheSeconds: wholeNumber(0, 3600).default(300),
  }),
]);

/** Executions of a function at a time: kept free for it, and never exceeded. */
const concurrency = z
  .strictObject({
    getItem: wholeNumber(1, 1000).default(100),
    createItem: wholeNumber(1, 1000).default(100),
    /** Its own, so that a flood of requests does not make the region look ill. */
    health: wholeNumber(1, 1000).default(5),
    authorizer: wholeNumber(1, 1000).default(50),
  })
  .prefault({});

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
    regions: z.array(region).min(2, { error: "must be at least 2 entries; one region is not active-active" }),
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
    api: z
      .strictObject({
        stage: z
          .string()
          .regex(/^\w{1,128}$/, { error: "must be 1 to 128 letters, digits or underscores" })
          .default("dev"),
        auth,
        throttling: z
          .strictObject({
            /** Every method together that has no limit of its own. */
            stage: limits(500, 1000),
            getItem: limits(400, 800),
            createItem: limits(200, 400),
            /** Three checker regions with a few checkers each ask about twice a second. */
            health: limits(50, 100),
          })
          .prefault({}),
        concurrency,
        /** `none` leaves the web ACL out. */
        webAcl: z
          .union([
            z.literal("none"),
            z.strictObject({
              /** Requests of one address in 5 minutes before it is blocked. WAF takes 10 to 2,000,000,000. */
              requestsPer5Minutes: wholeNumber(10, 2_000_000_000).default(2000),
            }),
          ])
          .prefault({}),
      })
      .strict(),
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

function checkRegions(regions: readonly Region[], context: z.RefinementCtx): void {
  for (const [index, { name, vpcCidr, zones }] of regions.entries()) {
    const fail = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: "custom", path: ["regions", index, ...path], message });
    if (regions.findIndex((other) => other.name === name) !== index) {
      fail(["name"], "must be named once only");
    }
    if (isCidrBlock(vpcCidr) && (prefixLength(vpcCidr) < 16 || prefixLength(vpcCidr) > 28)) {
      fail(["vpcCidr"], "must be a block of /16 to /28");
    }
    for (const [position, entry] of zones.entries()) {
      const earlier = zones.slice(0, position);
      if (!new RegExp(`^${name}[a-z]$`).test(entry.name)) {
        fail(["zones", position, "name"], `must be an Availability Zone of ${name}, e.g. ${name}a`);
      }
      if (earlier.some((other) => other.name === entry.name)) {
        fail(["zones", position, "name"], "must be named once only");
      }
      checkRange(entry.privateCidr, vpcCidr, earlier, (message) => fail(["zones", position, "privateCidr"], message));
    }
  }
}

function checkRange(
  block: string,
  vpcCidr: string,
  earlier: readonly z.infer<typeof zone>[],
  fail: (message: string) => void,
): void {
  if (!isCidrBlock(block) || !isCidrBlock(vpcCidr)) {
    return;
  }
  if (!containsBlock(vpcCidr, block)) {
    fail(`must lie within vpcCidr ${vpcCidr}`);
  } else if (prefixLength(block) > 28) {
    fail("must be a block of /28 or larger");
  }
  const clash = earlier.find((other) => isCidrBlock(other.privateCidr) && overlaps(other.privateCidr, block));
  if (clash) {
    fail(`must not overlap ${clash.name} ${clash.privateCidr}`);
  }
}

export type ActiveActiveConfig = z.output<typeof activeActiveSection>;
export type ActiveActiveRegionConfig = ActiveActiveConfig["regions"][number];
