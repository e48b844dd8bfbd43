import { containsBlock, isCidrBlock, overlaps, prefixLength } from "../../../modules/shared/cidr";
import type { Fail } from "./fail";

/** A subnet and the path of its field within the section. */
export interface ConfiguredSubnet {
  readonly path: readonly (string | number)[];
  readonly block: string;
}

/**
 * Checks that all subnets lie in the VPC, have a size that AWS accepts, and do not overlap. If no subnet lies in the VPC, the
 * VPC's block is probably wrong, so that it is the only one reported.
 *
 * @returns whether a subnet lies in the VPC
 */
export function checkSubnets(vpcCidr: string, subnets: readonly ConfiguredSubnet[], fail: Fail): boolean {
  if (!isCidrBlock(vpcCidr)) {
    return false;
  }
  const valid = subnets.filter(({ block }) => isCidrBlock(block));
  const inside = valid.filter(({ block }) => containsBlock(vpcCidr, block));
  const [first] = valid;
  if (first && valid.length > 1 && inside.length === 0) {
    fail(
      ["vpcCidr"],
      `must contain the subnets, e.g. ${pathOf(first)} ${first.block}; ${vpcCidr} contains none of them`,
    );
    return false;
  }
  for (const { path } of valid.filter((subnet) => !inside.includes(subnet))) {
    fail(path, `must lie within vpcCidr ${vpcCidr}`);
  }
  for (const [index, { path, block }] of inside.entries()) {
    if (prefixLength(block) > 28) {
      fail(path, "must be a block of /28 or larger");
    }
    const clash = inside.slice(0, index).find((other) => overlaps(other.block, block));
    if (clash) {
      fail(path, `must not overlap ${pathOf(clash)} ${clash.block}`);
    }
  }
  return inside.length > 0;
}

function pathOf({ path }: ConfiguredSubnet): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .slice(1);
}
