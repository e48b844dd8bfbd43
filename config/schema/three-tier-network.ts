import { z } from "zod";
import { containsBlock, isCidrBlock, overlaps, prefixLength } from "../../modules/shared/cidr";
import { cidrBlock, domainName } from "./fields";

/** One Availability Zone and its three subnets. */
export const zone = z.strictObject({
  /** Zone name, e.g. `us-east-1a`. Written down, not looked up: a Local Zone that the account opted into never slips in. */
  name: z.string(),
  /** Load balancer (when internet-facing) and NAT gateway. */
  publicCidr: cidrBlock,
  /** Hosts, bastions, interface endpoints. */
  privateCidr: cidrBlock,
  /** Database and file system: no route out of the VPC. */
  isolatedCidr: cidrBlock,
});

type Zone = z.infer<typeof zone>;

const TIERS = ["publicCidr", "privateCidr", "isolatedCidr"] as const;

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

/** Subnets lie in the VPC, have a size that AWS accepts, and share no address, whichever of two is the larger. */
export function checkRanges(vpcCidr: string, zones: readonly Zone[], context: z.RefinementCtx): void {
  if (!isCidrBlock(vpcCidr)) {
    return;
  }
  if (!hasVpcSize(vpcCidr)) {
    context.addIssue({ code: "custom", path: ["vpcCidr"], message: "must be a block of /16 to /28" });
  }
  const seen: { path: string; block: string }[] = [];
  for (const [index, entry] of zones.entries()) {
    for (const tier of TIERS) {
      const block = entry[tier];
      if (!isCidrBlock(block)) {
        continue;
      }
      const path = ["zones", index, tier];
      const fail = (message: string) => context.addIssue({ code: "custom", path, message });
      if (!containsBlock(vpcCidr, block)) {
        fail(`must lie within vpcCidr ${vpcCidr}`);
      } else if (prefixLength(block) > 28) {
        fail("must be a block of /28 or larger");
      }
      const clash = seen.find((other) => overlaps(other.block, block));
      if (clash) {
        fail(`must not overlap ${clash.path} ${clash.block}`);
      }
      seen.push({ path: `zones[${index}].${tier}`, block });
    }
  }
}

function hasVpcSize(block: string): boolean {
  return prefixLength(block) >= 16 && prefixLength(block) <= 28;
}

export function checkZoneNames(zones: readonly Zone[], context: z.RefinementCtx): void {
  for (const [index, { name }] of zones.entries()) {
    if (zones.findIndex((other) => other.name === name) !== index) {
      context.addIssue({ code: "custom", path: ["zones", index, "name"], message: "must be named once only" });
    }
  }
}
