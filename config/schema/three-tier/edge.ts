import { z } from "zod";
import { wholeNumber } from "../fields/values";

/** Passed on to `Distribution` and `WebAcl`, which document the defaults. */
export const edgeSection = z.strictObject({
  /** Locations of CloudFront's edge servers. */
  priceClass: z.enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"]).optional(),
  /** Path patterns that CloudFront caches, e.g. `/static/*`. */
  cachedPaths: z.array(z.string().startsWith("/", { error: "must start with /" }).max(255)).optional(),
  /** Countries whose viewers are allowed or denied, as ISO 3166-1 alpha-2 codes. */
  geoRestriction: z
    .strictObject({
      type: z.enum(["allow", "deny"]),
      countries: z.array(z.string().regex(/^[A-Z]{2}$/, { error: "must be an ISO 3166-1 alpha-2 code" })).min(1),
    })
    .optional(),
  /** Requests of one address in 5 minutes after which the web ACL blocks it. WAF supports 10 to 2,000,000,000. */
  requestsPer5Minutes: wholeNumber(10, 2_000_000_000).optional(),
});
