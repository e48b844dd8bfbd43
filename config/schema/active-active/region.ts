import { z } from "zod";
import { containsBlock, isCidrBlock, overlaps, prefixLength } from "../../../modules/shared/cidr";
import { REGION_STATES } from "../../../modules/shared/region-states";
import { cidrBlock, region as regionName, wholeNumber } from "../fields/values";

/** One Availability Zone and its subnet. */
const zone = z.strictObject({
  /** Name of the zone, e.g. `eu-west-1a`. */
  name: z.string(),
  /** CIDR block for the functions' network interfaces. The only route out of the VPC leads to DynamoDB. */
  privateCidr: cidrBlock,
});

/** One region of the backend. The VPCs have no connections, so that regions may have the same CIDR blocks. */
export const activeActiveRegion = z.strictObject({
  name: regionName,
  /** Whether the region is deployed and in the answers of the shared name. docs/active-active-regions.md has the order of changes. */
  state: z.enum(REGION_STATES).default("active"),
  /** Deletion protection of this region's table. Must be false before the region is removed. @default that of the section */
  deletionProtection: z.boolean().optional(),
  /** CIDR block of the VPC, /16 to /28. */
  vpcCidr: cidrBlock.default("10.0.0.0/16"),
  zones: z.array(zone).min(2, { error: "must be at least 2 entries; one zone can fail" }),
  /** Whether AWS Backup backs the table up in this region. @default true in the first region, false in the others */
  backup: z.boolean().optional(),
  /** Weight under weighted routing. A region with weight 0 gets no requests. @default 100 */
  weight: wholeNumber(0, 255).optional(),
});

type Region = z.infer<typeof activeActiveRegion>;

/** Rules across regions, and across the zones of a region. */
export function checkRegions(regions: readonly Region[], context: z.RefinementCtx): void {
  for (const [index, { name, vpcCidr, zones }] of regions.entries()) {
    const fail = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: "custom", path: ["regions", index, ...path], message });
    if (regions.findIndex((other) => other.name === name) !== index) {
      fail(["name"], "must be named once only");
    }
    if (isCidrBlock(vpcCidr) && (prefixLength(vpcCidr) < 16 || prefixLength(vpcCidr) > 28)) {
      fail(["vpcCidr"], "must be a block of /16 to /28");
    }
    for (const [position, entry] of zones.entries()) {
      const earlier = zones.slice(0, position);
      if (!new RegExp(`^${name}[a-z]$`).test(entry.name)) {
        fail(["zones", position, "name"], `must be an Availability Zone of ${name}, e.g. ${name}a`);
      }
      if (earlier.some((other) => other.name === entry.name)) {
        fail(["zones", position, "name"], "must be named once only");
      }
      checkRange(entry.privateCidr, vpcCidr, earlier, (message) => fail(["zones", position, "privateCidr"], message));
    }
  }
}

function checkRange(
  block: string,
  vpcCidr: string,
  earlier: readonly z.infer<typeof zone>[],
  fail: (message: string) => void,
): void {
  if (!isCidrBlock(block) || !isCidrBlock(vpcCidr)) {
    return;
  }
  if (!containsBlock(vpcCidr, block)) {
    fail(`must lie within vpcCidr ${vpcCidr}`);
  } else if (prefixLength(block) > 28) {
    fail("must be a block of /28 or larger");
  }
  const clash = earlier.find((other) => isCidrBlock(other.privateCidr) && overlaps(other.privateCidr, block));
  if (clash) {
    fail(`must not overlap ${clash.name} ${clash.privateCidr}`);
  }
}
