import { z } from "zod";

/**
 * Fields that several sections of an environment have in common. Each message is `must <rule>`. The report adds the field's path
 * before it and the value after it.
 */

/** Lower-case words joined by hyphens. The first character is a letter, the last a letter or a digit. */
export const kebabName = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
  error: "must be lower-case words joined by single hyphens, starting with a letter",
});

/** AWS account ID, 12 digits as text. */
export const accountId = z.string().regex(/^\d{12}$/, { error: "must be the 12 digits of an AWS account, as text" });

/** Whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number) {
  return z
    .int({ error: `must be a whole number from ${min} to ${max}` })
    .refine((value) => value >= min && value <= max, { error: `must be a whole number from ${min} to ${max}` });
}

/** Retention periods that CloudWatch Logs accepts, in days (API reference, PutRetentionPolicy). */
const RETENTION_PERIODS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Days to keep log events. */
export const logRetentionInDays = z.literal(RETENTION_PERIODS, {
  error: `must be one of the retention periods of CloudWatch Logs (${RETENTION_PERIODS.join(", ")})`,
});

/** ASNs that no network may use: AS_TRANS (RFC 6793), and the last ones (RFC 7300). */
const RESERVED_ASNS = [23_456, 65_535, 4_294_967_295];

/** Autonomous system number up to `max`, without the reserved ones. */
export function asn(max: number) {
  return wholeNumber(1, max).refine((number) => !RESERVED_ASNS.includes(number), {
    error: `must not be one of the reserved ASNs ${RESERVED_ASNS.join(", ")}`,
  });
}
