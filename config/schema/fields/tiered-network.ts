import { z } from "zod";
import { containsBlock, isCidrBlock, overlaps, prefixLength } from "../../../modules/shared/cidr";
import { cidrBlock } from "./values";

/** One Availability Zone and its three subnets. */
export const zone = z.strictObject({
  /** Zone name, e.g. `us-east-1a`. Set explicitly, so that the stacks never use a Local Zone that the account has enabled. */
  name: z.string(),
  /** NAT gateway, and the load balancer if it is internet-facing. */
  publicCidr: cidrBlock,
  /** Hosts, functions and interface endpoints. */
  privateCidr: cidrBlock,
  /** Databases and file systems. The subnet has no route out of the VPC. */
  isolatedCidr: cidrBlock,
});

type Zone = z.infer<typeof zone>;

const TIERS = ["publicCidr", "privateCidr", "isolatedCidr"] as const;

/** Checks that all subnets lie in the VPC, have a size that AWS accepts, and do not overlap. */
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

/** Checks that no zone is named twice. */
export function checkZoneNames(zones: readonly Zone[], context: z.RefinementCtx): void {
  for (const [index, { name }] of zones.entries()) {
    if (zones.findIndex((other) => other.name === name) !== index) {
      context.addIssue({
        code: "custom",
        path: ["zones", index, "name"],
        message: "must be named once only",
      });
    }
  }
}
