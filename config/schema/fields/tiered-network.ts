import { z } from "zod";
import { cidrBlock } from "./addresses";
import type { Fail } from "./fail";
import { checkSubnets } from "./subnets";
import { uniqueList } from "./unique-list";

/** One Availability Zone and its three subnets. */
const zone = z.strictObject({
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

/** At least two zones, each named once. */
export function zones(reason: string) {
  return uniqueList(zone, { min: 2, reason, by: ({ name }) => ({ value: name, field: "name" }) });
}

/** Checks that all subnets lie in the VPC, have a size that AWS accepts, and do not overlap. */
export function checkRanges(vpcCidr: string, entries: readonly Zone[], fail: Fail): void {
  const subnets = entries.flatMap((entry, index) =>
    TIERS.map((tier) => ({ path: ["zones", index, tier], block: entry[tier] })),
  );
  checkSubnets(vpcCidr, subnets, fail);
}
