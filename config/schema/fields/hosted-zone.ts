import { z } from "zod";
import { domainName } from "./values";

/** A public hosted zone to create. You delegate the domain to its name servers afterwards. */
export const hostedZoneToCreate = z.strictObject({
  /** Domain name of the zone, e.g. `example.com`. */
  create: domainName,
  /** Whether CloudWatch Logs in us-east-1 keeps every DNS query of the zone, at the price of log data and of a KMS key. */
  queryLogging: z.boolean().default(true),
});
