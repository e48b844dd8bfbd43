import { z } from "zod";
import { isCountryCode } from "../fields/country-codes";
import { uniqueList } from "../fields/unique-list";
import { wholeNumber } from "../fields/values";

/**
 * CloudFront's path pattern: up to 255 of these characters, with `*` and `?` as wildcards. The slash at the start is optional
 * (CloudFront developer guide, "Cache behavior settings", path pattern).
 */
const pathPattern = z
  .string()
  .max(255)
  .regex(/^[\w.*$/~"'@:+&?-]+$/, {
    error: "must be a path pattern of letters, digits and _ - . * ? $ / ~ \" ' @ : + &",
  })
  .refine((pattern) => !/^\/?\*+$/.test(pattern), {
    error: "must not match every path; use the folder of static files, e.g. /static/*",
  });

const COUNTRY = "must be an ISO 3166-1 alpha-2 code, e.g. GB";

/** Passed on to `Distribution` and `WebAcl`, which document the defaults. */
export const edgeSection = z.strictObject({
  /** Locations of CloudFront's edge servers. */
  priceClass: z.enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"]).optional(),
  /** Path patterns that CloudFront caches, e.g. `/static/*` or `*.css`. */
  cachedPaths: uniqueList(pathPattern, { by: (pattern) => ({ value: pattern.replace(/^\//, "") }) }).optional(),
  /** Countries whose viewers are allowed or denied, as ISO 3166-1 alpha-2 codes. */
  geoRestriction: z
    .strictObject({
      type: z.enum(["allow", "deny"]),
      countries: uniqueList(z.string().refine(isCountryCode, { error: COUNTRY }), { min: 1 }),
    })
    .optional(),
  /** Requests of one address in 5 minutes after which the web ACL blocks it. WAF supports 10 to 2,000,000,000. */
  requestsPer5Minutes: wholeNumber(10, 2_000_000_000).optional(),
});
