import { z } from "zod";
import { isCidrBlock } from "../../../modules/shared/cidr";

/**
 * Fields that several sections of an environment have in common. Each message is `must <rule>`. The report adds the field's path
 * before it and the value after it.
 */

/** IPv4 CIDR block in canonical form, e.g. `10.0.0.0/16`. */
export const cidrBlock = z.string().refine(isCidrBlock, {
  error: "must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16",
});

/** Lower-case words joined by hyphens. The first character is a letter, the last a letter or a digit. */
export const kebabName = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
  error: "must be lower-case words joined by single hyphens, starting with a letter",
});

/** AWS account ID, 12 digits as text. */
export const accountId = z.string().regex(/^\d{12}$/, { error: "must be the 12 digits of an AWS account, as text" });

/** AWS region, e.g. `eu-west-1`. */
export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "must be an AWS region, e.g. eu-west-1" });

/** DNS name of at least two labels, without a trailing dot. */
export const domainName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
    error: "must be a lower-case domain name without a trailing dot, e.g. app.example.com",
  });

/** IPv4 address, e.g. `192.0.2.1`. */
export const ipv4Address = z.ipv4({ error: "must be an IPv4 address, e.g. 192.0.2.1" });

/** Whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number) {
  return z
    .int({ error: `must be a whole number from ${min} to ${max}` })
    .refine((value) => value >= min && value <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    });
}

/** Retention periods that CloudWatch Logs accepts, in days (API reference, PutRetentionPolicy). */
const RETENTION_PERIODS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Days to keep log events. */
export const logRetentionInDays = z.int().refine((days) => RETENTION_PERIODS.includes(days), {
  error: `must be one of the retention periods of CloudWatch Logs (${RETENTION_PERIODS.join(", ")})`,
});

/** Name of a MySQL user, as RDS accepts it. Names that RDS reserves, and names that attackers try first, are refused. */
export const mysqlUser = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,15}$/, {
    error: "must be 1 to 16 letters, digits or underscores, starting with a letter",
  })
  .refine((name) => !["admin", "root", "administrator", "rdsadmin"].includes(name.toLowerCase()), {
    error: "must not be a name that attackers try first",
  });

/** Name of a MySQL database that needs no quoting. */
export const databaseName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/, {
  error: "must be 1 to 64 letters, digits or underscores, starting with a letter",
});
