import { z } from "zod";
import type { Fail } from "./fail";

const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
/** No number, so that an IPv4 address is not a name. */
const TOP_LEVEL = "([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])";
const NAME = new RegExp(`^(${LABEL}\\.)+${TOP_LEVEL}$`);

/**
 * DNS name of at least two labels, without a trailing dot. Each label has 1 to 63 letters, digits and hyphens. Other letters are
 * written in Punycode, `xn--...`. Underscores and wildcards are refused, because the name gets a certificate and a record.
 */
const domainName = z.string().superRefine((name, context) => {
  const message = domainProblem(name);
  if (message) {
    context.addIssue({ code: "custom", message });
  }
});

function domainProblem(name: string): string | undefined {
  if (name.length > 253) {
    return "must be at most 253 characters";
  }
  return NAME.test(name) ? undefined : "must be a lower-case domain name without a trailing dot, e.g. app.example.com";
}

/**
 * Domain name of a certificate. ACM allows 64 characters for the first name, the common name (ACM API reference,
 * RequestCertificate).
 */
export const certificateName = domainName.refine((name) => name.length <= 64 || name.length > 253, {
  error: "must be at most 64 characters; ACM allows no longer name for a certificate",
});

/** A hosted zone to create, or the ID of an existing one. */
export const hostedZone = z.union([
  z.strictObject({
    /** Domain name of the zone, e.g. `example.com`. You delegate the domain to its name servers afterwards. */
    create: domainName,
    /** Whether CloudWatch Logs in us-east-1 keeps every DNS query of the zone, at the price of log data and of a KMS key. */
    queryLogging: z.boolean().default(true),
  }),
  z.strictObject({
    id: z.string().regex(/^Z[A-Z0-9]{5,31}$/, { error: "must be a hosted zone id, e.g. Z0123456789ABC" }),
    queryLogging: z
      .undefined({ error: "must not be set for an existing zone; configure the query log where the zone is created" })
      .optional(),
  }),
]);

/** The part of a domain that the check needs. */
interface Domain {
  readonly name: string;
  readonly hostedZone: { readonly create: string } | { readonly id: string };
}

/** Checks that the name is in the hosted zone that is created for it. */
export function checkDomain({ name, hostedZone: zone }: Domain, fail: Fail): void {
  if (!("create" in zone) || [name, zone.create].some((one) => domainProblem(one))) {
    return;
  }
  if (name !== zone.create && !name.endsWith(`.${zone.create}`)) {
    fail(["domain", "name"], `must be ${zone.create} or end in .${zone.create}, the hosted zone's name`);
  }
}
