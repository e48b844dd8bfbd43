import { z } from "zod";
import { hostedZoneToCreate } from "../fields/hosted-zone";
import { checkRanges, checkZoneNames, zone } from "../fields/tiered-network";
import { cidrBlock, domainName } from "../fields/values";

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
    /** CIDR block of the VPC, /16 to /28 (VPC user guide, VPC CIDR blocks). @default "10.0.0.0/16" */
    vpcCidr: cidrBlock.default("10.0.0.0/16"),
    /** At least two zones: the database and the load balancer need them. */
    zones: z
      .array(zone)
      .min(2, { error: "must be at least 2 entries; a Multi-AZ database and a load balancer span two" }),
    /**
     * `one-per-az`: the failure of a zone does not affect the connections of the others. `single`: one NAT gateway, which costs
     * less. `none`: no route to the internet. `NatGateways` documents the default.
     */
    natGateways: z.enum(["one-per-az", "single", "none"]).optional(),
    /**
     * Interface endpoints. Without a NAT gateway, hosts need `monitoring`, `autoscaling` and `kms` in addition to the defaults.
     * @default secretsmanager, ssm, ssmmessages, ec2messages, logs
     */
    interfaceEndpoints: z
      .array(endpointService)
      .default(["secretsmanager", "ssm", "ssmmessages", "ec2messages", "logs"]),
    /** Domain name of the application. @default CloudFront's own name */
    domain: z
      .strictObject({
        /** Domain name, e.g. `app.example.com`. */
        name: domainName,
        /** A hosted zone to create, which you must delegate at the registrar, or the id of an existing one. */
        hostedZone: z.union([
          hostedZoneToCreate,
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
