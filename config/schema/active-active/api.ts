import { z } from "zod";
import { httpsUrl, isTemplate, plainText } from "../fields/text";
import { uniqueList } from "../fields/unique-list";
import { wholeNumber } from "../fields/values";

/** Throttling limits. The defaults, and the rules between the limits, are in `stacks/active-active/api-limits.ts`. */
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
  issuer: httpsUrl.max(256, { error: "must be at most 256 characters" }),
  /** Accepted audiences. The `aud` claim of a token must contain one of them. */
  audience: uniqueList(plainText(255), { min: 1 }),
  /** URL of the issuer's keys. @default `<issuer>/.well-known/jwks.json` */
  jwksUri: httpsUrl.optional(),
});

/** A scope (RFC 6749, 3.3). */
const scope = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, { error: "must be printable ASCII without spaces, quotes and backslashes" })
  .refine((text) => !isTemplate(text), { error: "must not contain ${ or %{; Terraform would read it as a template" })
  .optional();

/** The scope of the token that a request needs. Without an entry, every valid token permits the request. */
const scopes = z
  .strictObject({
    /** For `GET /items/{item_id}`. */
    read: scope,
    /** For `POST /items`. */
    write: scope,
    /** For overwriting items of other owners, in addition to `write`. Without an entry, no token permits this. */
    admin: scope,
  })
  .refine(({ read, write, admin }) => admin === undefined || (admin !== read && admin !== write), {
    path: ["admin"],
    error: "must differ from read and write; every caller with that scope could overwrite all items",
  });

/**
 * Who may overwrite an item. `none`: every caller who may write. `owner-overwrites`: the caller who created it, and callers with the
 * scope `admin`. @default "none"
 */
const ownership = z.enum(["none", "owner-overwrites"]).optional();

/** Bytes of issuers and scopes, which are environment variables. The rest of Lambda's 4 KB is for the other variables. */
const LARGEST_SETTINGS = 3500;

/** How the API authorizes requests of the items routes. `/health` is always public. */
const auth = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  /** Callers sign their requests with SigV4A and AWS credentials that allow `execute-api:Invoke` in every region. */
  z.strictObject({ type: z.literal("iam"), ownership }),
  z
    .strictObject({
      type: z.literal("jwt"),
      issuers: uniqueList(issuer, { min: 1, by: (one) => ({ value: one.issuer, field: "issuer" }) }),
      /** How long API Gateway caches the authorizer's result, also for a revoked token. 0 to 3,600. @default 300 */
      cacheSeconds: wholeNumber(0, 3600).optional(),
      /** @default no scopes are necessary */
      scopes: scopes.optional(),
      ownership,
    })
    .superRefine((jwt, context) => {
      const got = Buffer.byteLength(JSON.stringify([jwt.issuers, jwt.scopes]));
      if (got > LARGEST_SETTINGS) {
        const message = `must be at most ${LARGEST_SETTINGS} bytes of JSON with scopes; Lambda limits environment variables to 4 KB`;
        context.addIssue({ code: "custom", path: ["issuers"], message, params: { got } });
      }
    }),
]);

/** Reserved concurrency of each function. The defaults are in `stacks/active-active/api-limits.ts`. */
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
  /**
   * Path of the health check. With another path than `/health`, only its readers know it: the health checks, this configuration and
   * the Terraform states contain it. `/health` is then answered with 403. @default "/health"
   */
  healthPath: z
    .string()
    .regex(/^\/health(-[a-z0-9]{16,64})?$/, {
      error: "must be /health, or /health- and 16 to 64 lower-case letters or digits",
    })
    .optional(),
  /** `none`: no web ACL. */
  webAcl: z
    .union([
      z.literal("none"),
      z.strictObject({
        /**
         * Requests of one address in 5 minutes after which WAF blocks it, without the health check: at least 10, at most what the
         * methods of `throttling` serve. @default a quarter of that, 45,000 with the default throttling
         */
        requestsPer5Minutes: wholeNumber(10, 2_000_000_000).optional(),
        /**
         * Addresses that may request the health check. With `checkers`, WAF blocks all others than Route 53's checkers. Then update
         * the addresses in modules/firewall/health-checkers.ts when AWS announces new ones. @default "anyone"
         */
        healthFrom: z.enum(["anyone", "checkers"]).optional(),
        /**
         * The same limit for the health check. Route 53's checkers are exempt. At least 60, twice what a checker sends, for checkers with
         * new addresses. @default 100
         */
        healthRequestsPer5Minutes: wholeNumber(60, 2_000_000_000).optional(),
      }),
    ])
    .optional(),
});
