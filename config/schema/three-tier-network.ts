import { z } from "zod";
import { cidrBlock, domainName } from "./fields";
import { checkRanges, checkZoneNames, zone } from "./tiered-network";

/** AWS services that get an interface endpoint, by the last part of their service name. */
const endpointService = z.enum([
  "secretsmanager",
  "ssm",
  "ssmmessages",
  "ec2messages",
  "logs",
  "monitoring",
  "autoscaling",
  "kms",
  "elasticfilesystem",
]);

export const networkSection = z
  .strictObject({
    /** VPC range, /16 to /28 (VPC user guide, VPC CIDR blocks). */
    vpcCidr: cidrBlock.default("10.0.0.0/16"),
    /** Two zones at least: the database and the load balancer need them. */
    zones: z
      .array(zone)
      .min(2, { error: "must be at least 2 entries; a Multi-AZ database and a load balancer span two" }),
    /** `one-per-az` keeps a zone's egress independent of the others; `single` saves money; `none` leaves no way out. */
    natGateways: z.enum(["one-per-az", "single", "none"]).default("one-per-az"),
    /**
     * Interface endpoints. A host with no way out needs `monitoring`, `autoscaling` and `kms` besides the default ones.
     */
    interfaceEndpoints: z
      .array(endpointService)
      .default(["secretsmanager", "ssm", "ssmmessages", "ec2messages", "logs"]),
    /** Public name of the application. Without it CloudFront's own name is the output. */
    domain: z
      .strictObject({
        /** e.g. `app.example.com`. */
        name: domainName,
        /** A zone to create (then delegate it at the registrar), or the id of one that exists. */
        hostedZone: z.union([
          z.strictObject({ create: domainName }),
          z.strictObject({
            id: z.string().regex(/^Z[A-Z0-9]{5,31}$/, { error: "must be a hosted zone id, e.g. Z0123456789ABC" }),
          }),
        ]),
      })
      .optional(),
  })
  .superRefine((network, context) => {
    checkRanges(network.vpcCidr, network.zones, context);
    checkZoneNames(network.zones, context);
    const { domain } = network;
    if (domain && "create" in domain.hostedZone && !isWithin(domain.name, domain.hostedZone.create)) {
      context.addIssue({
        code: "custom",
        path: ["domain", "name"],
        message: `must be ${domain.hostedZone.create} or end in .${domain.hostedZone.create}, the hosted zone's name`,
      });
    }
  });

function isWithin(name: string, zoneName: string): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`);
}
