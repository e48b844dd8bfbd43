import { z } from "zod";
import { wholeNumber } from "./fields";

export const edgeSection = z.strictObject({
  priceClass: z.enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"]).default("PriceClass_100"),
  /** Path patterns that CloudFront may cache, e.g. `/static/*`. Everything else is dynamic. */
  cachedPaths: z.array(z.string().startsWith("/", { error: "must start with /" }).max(255)).default([]),
  /** Countries by ISO 3166-1 alpha-2 code. Without it nobody is refused. */
  geoRestriction: z
    .strictObject({
      type: z.enum(["allow", "deny"]),
      countries: z.array(z.string().regex(/^[A-Z]{2}$/, { error: "must be an ISO 3166-1 alpha-2 code" })).min(1),
    })
    .optional(),
  /** Requests of one address in 5 minutes before the web ACL blocks it. WAF takes 10 to 2,000,000,000. */
  requestsPer5Minutes: wholeNumber(10, 2_000_000_000).default(2000),
});
