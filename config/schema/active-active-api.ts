import { z } from "zod";
import { wholeNumber } from "./fields";

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

/** The API of every region, and what its functions may take. */
export const activeActiveApi = z.strictObject({
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
});
