import { z } from "zod";
import { httpsUrl, plainText } from "../fields/text";
import { uniqueList } from "../fields/unique-list";
import { wholeNumber } from "../fields/values";

/** Throttling limits. The defaults are in `stacks/active-active/items-api.ts`. */
const limits = z
  .strictObject({
    /** Requests per second on average. API Gateway's default quota of an account and region is 10,000. */
    requestsPerSecond: wholeNumber(1, 10_000).optional(),
    /** Requests at the same time. */
    burst: wholeNumber(1, 5_000).optional(),
  })
  .optional();

const issuer = z.strictObject({
  /** The exact `iss` claim of the issuer's tokens. */
  issuer: httpsUrl,
  /** Accepted audiences. The `aud` claim of a token must contain one of them. */
  audience: uniqueList(plainText(255), { min: 1 }),
  /** URL of the issuer's keys. @default `<issuer>/.well-known/jwks.json` */
  jwksUri: httpsUrl.optional(),
});

/** How the API authorizes requests of the items routes. `/health` is always public. */
const auth = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  /** Callers sign their requests with AWS credentials that allow `execute-api:Invoke`. */
  z.strictObject({ type: z.literal("iam") }),
  z.strictObject({
    type: z.literal("jwt"),
    issuers: uniqueList(issuer, { min: 1, by: (one) => ({ value: one.issuer, field: "issuer" }) }),
    /** How long API Gateway caches the authorizer's result, also for a revoked token. 0 to 3,600. @default 300 */
    cacheSeconds: wholeNumber(0, 3600).optional(),
  }),
]);

/** Reserved concurrency of each function. The defaults are in `stacks/active-active/`. */
const concurrency = z
  .strictObject({
    getItem: wholeNumber(1, 1000).optional(),
    createItem: wholeNumber(1, 1000).optional(),
    health: wholeNumber(1, 1000).optional(),
    authorizer: wholeNumber(1, 1000).optional(),
  })
  .optional();

/** The API of every region, and the limits of its functions. */
export const activeActiveApi = z.strictObject({
  /** Name of the stage (API Gateway API reference, CreateStage). @default "dev" */
  stage: z
    .string()
    .regex(/^[\w-]{1,128}$/, { error: "must be 1 to 128 letters, digits, hyphens or underscores" })
    .optional(),
  auth,
  throttling: z
    .strictObject({
      /** Limits that all methods without their own limits share. */
      stage: limits,
      getItem: limits,
      createItem: limits,
      health: limits,
    })
    .optional(),
  concurrency,
  /** `none`: no web ACL. */
  webAcl: z
    .union([
      z.literal("none"),
      z.strictObject({
        /** Requests of one address in 5 minutes after which WAF blocks it, 10 to 2,000,000,000. @default 2000 */
        requestsPer5Minutes: wholeNumber(10, 2_000_000_000).optional(),
      }),
    ])
    .optional(),
});
