import { z } from "zod";
import { REGION_STATES } from "../../../modules/shared/region-states";
import { cidrBlock, vpcBlock } from "../fields/addresses";
import { type Fail, failing } from "../fields/fail";
import { commonRegion, isRegion, region as regionName, zoneProblem } from "../fields/region";
import { checkSubnets } from "../fields/subnets";
import { uniqueList } from "../fields/unique-list";
import { wholeNumber } from "../fields/values";

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
  vpcCidr: vpcBlock.default("10.0.0.0/16"),
  zones: uniqueList(zone, {
    min: 2,
    reason: "one zone can fail",
    by: ({ name }) => ({ value: name, field: "name" }),
  }),
  /** Whether AWS Backup backs the table up in this region. @default true in the first region, false in the others */
  backup: z.boolean().optional(),
  /** Weight under weighted routing. A region with weight 0 gets no requests. @default 100 */
  weight: wholeNumber(0, 255).optional(),
});

type Region = z.infer<typeof activeActiveRegion>;

/** Rules across regions, and across the zones of a region. */
export function checkRegions(regions: readonly Region[], context: z.RefinementCtx): void {
  for (const [index, region] of regions.entries()) {
    const fail: Fail = (path, message) => failing(context)(["regions", index, ...path], message);
    if (regions.findIndex(({ name }) => name === region.name) !== index) {
      fail(["name"], "must be named once only");
    }
    checkZones(region, fail);
    const subnets = region.zones.map(({ privateCidr }, position) => ({
      path: ["zones", position, "privateCidr"],
      block: privateCidr,
    }));
    checkSubnets(region.vpcCidr, subnets, fail);
  }
}

function checkZones({ name, zones }: Region, fail: Fail): void {
  const common = commonRegion(zones.map((entry) => entry.name));
  if (!isRegion(name)) {
    return;
  }
  if (common !== undefined && common !== name) {
    fail(["name"], `must be ${common}, the region of its zones`);
    return;
  }
  for (const [position, entry] of zones.entries()) {
    const problem = zoneProblem(entry.name, name);
    if (problem) {
      fail(["zones", position, "name"], problem);
    }
  }
}
