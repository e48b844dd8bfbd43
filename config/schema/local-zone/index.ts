import { z } from "zod";
import { containsBlock, isCidrBlock, overlaps, prefixLength } from "../../../modules/shared/cidr";
import { alarmSubscription } from "../fields/alarm-subscription";
import { cidrBlock, ipv4Address, logRetentionInDays, region, wholeNumber } from "../fields/values";
import { directConnectSection } from "./direct-connect";
import { failoverSection } from "./failover";

/** CIDR blocks of the subnets. */
const subnetsSection = z.strictObject({
  /** public-subnet-1, in the Local Zone: the VPN appliance. */
  publicCidr: cidrBlock.default("10.20.0.0/24"),
  /** private-subnet-1, in the Local Zone: production. */
  productionCidr: cidrBlock.default("10.20.1.0/24"),
  /** private-subnet-2, in the Local Zone: the path monitor. */
  utilityCidr: cidrBlock.default("10.20.2.0/24"),
  /** private-subnet-3, in two Availability Zones: interface endpoints, which Local Zones do not offer. */
  endpoints: z
    .array(z.strictObject({ zone: z.string(), cidr: cidrBlock }))
    .length(2, { error: "must be 2 entries, in two Availability Zones" }),
});

const onPremisesSection = z.strictObject({
  /** CIDR blocks on premises, reached through Direct Connect or the VPN. */
  ranges: z.array(cidrBlock).min(1).max(10),
  /** Routers or hosts that answer pings over Direct Connect. With several of them, one may fail. */
  targets: z.array(ipv4Address).min(1).max(4),
  /** Addresses that answer pings through the tunnel only, e.g. loopbacks of the VPN routers. */
  vpnTargets: z.array(ipv4Address).min(1).max(2),
  /** Public address of the VPN router. */
  vpnGateway: ipv4Address,
  /** IKE identity of the VPN router. Without it, its address. */
  vpnId: z.string().min(1).optional(),
});

type Subnets = z.output<typeof subnetsSection>;
type OnPremises = z.output<typeof onPremisesSection>;
type Fail = (path: (string | number)[], message: string) => void;

/** A Local Zone with Direct Connect and a VPN as second path. `prod` uses every default. */
export const localZoneSection = z
  .strictObject({
    /** Region of the Local Zone. Without it, the environment's. */
    region: region.optional(),
    /** The Local Zone, e.g. `us-east-1-bos-1a`. */
    zone: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d-[a-z]{3}-\d[a-z]$/, {
      error: "must be a Local Zone, e.g. us-east-1-bos-1a",
    }),
    logRetentionInDays: logRetentionInDays.optional(),
    alarmSubscriptions: z.array(alarmSubscription).optional(),
    /** Days during which a deleted tunnel secret can be restored. 0 deletes it at once. */
    secretRecoveryInDays: z.union([z.literal(0), wholeNumber(7, 30)]).optional(),
    vpcCidr: cidrBlock.default("10.20.0.0/16"),
    subnets: subnetsSection,
    directConnect: directConnectSection,
    onPremises: onPremisesSection,
    failover: failoverSection.prefault({}),
  })
  .superRefine(({ vpcCidr, subnets, onPremises }, context) => {
    const fail: Fail = (path, message) => context.addIssue({ code: "custom", path, message });
    checkSubnets(subnets, vpcCidr, fail);
    checkOnPremises(onPremises, vpcCidr, fail);
  });

/** The subnets are in the VPC, have a size that AWS accepts, and do not overlap. */
function checkSubnets(subnets: Subnets, vpcCidr: string, fail: Fail): void {
  const entries = [
    ...(["publicCidr", "productionCidr", "utilityCidr"] as const).map((name) => ({
      path: ["subnets", name],
      block: subnets[name],
    })),
    ...subnets.endpoints.map(({ cidr }, index) => ({ path: ["subnets", "endpoints", index, "cidr"], block: cidr })),
  ].filter(({ block }) => isCidrBlock(block));
  for (const [index, { path, block }] of entries.entries()) {
    if (isCidrBlock(vpcCidr) && !containsBlock(vpcCidr, block)) {
      fail(path, `must lie within vpcCidr ${vpcCidr}`);
    }
    if (prefixLength(block) > 28) {
      fail(path, "must be a block of /28 or larger");
    }
    const clash = entries.slice(0, index).find((other) => overlaps(other.block, block));
    if (clash) {
      fail(path, `must not overlap ${clash.path.join(".")} ${clash.block}`);
    }
  }
  if (new Set(subnets.endpoints.map(({ zone }) => zone)).size !== subnets.endpoints.length) {
    fail(["subnets", "endpoints"], "must name each zone once");
  }
}

/** The site does not overlap the VPC, and each path has its own probe addresses. */
function checkOnPremises({ ranges, targets, vpnTargets }: OnPremises, vpcCidr: string, fail: Fail): void {
  const blocks = ranges.filter(isCidrBlock);
  for (const [index, range] of ranges.entries()) {
    if (isCidrBlock(range) && isCidrBlock(vpcCidr) && overlaps(range, vpcCidr)) {
      fail(["onPremises", "ranges", index], `must not overlap vpcCidr ${vpcCidr}`);
    }
  }
  for (const [index, target] of vpnTargets.entries()) {
    const path = ["onPremises", "vpnTargets", index];
    if (targets.includes(target)) {
      fail(path, "must not be among targets; one address cannot test two paths");
    }
    // The tunnel's traffic selectors allow these ranges only.
    if (isCidrBlock(`${target}/32`) && !blocks.some((range) => containsBlock(range, `${target}/32`))) {
      fail(path, "must lie within one of ranges");
    }
  }
}

export type LocalZoneConfig = z.output<typeof localZoneSection>;
