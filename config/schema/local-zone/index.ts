import { z } from "zod";
import { containsBlock, isCidrBlock, isPrivateBlock, overlaps } from "../../../modules/shared/cidr";
import { cidrBlock, privateAddress, privateBlock, publicAddress, vpcBlock } from "../fields/addresses";
import { alarmSubscriptions } from "../fields/alarm-subscription";
import { type Fail, failing } from "../fields/fail";
import { region } from "../fields/region";
import { checkSubnets } from "../fields/subnets";
import { uniqueList } from "../fields/unique-list";
import { logRetentionInDays } from "../fields/values";
import { directConnectSection } from "./direct-connect";
import { failoverSection } from "./failover";
import { workloadSection } from "./workload";

/** CIDR blocks of the subnets. */
const subnetsSection = z.strictObject({
  /** public-subnet-1, in the Local Zone: the VPN appliance. */
  publicCidr: cidrBlock.default("10.20.0.0/24"),
  /** private-subnet-1, in the Local Zone: production. */
  productionCidr: cidrBlock.default("10.20.1.0/24"),
  /** private-subnet-2, in the Local Zone: the path monitor. */
  utilityCidr: cidrBlock.default("10.20.2.0/24"),
  /** private-subnet-3, in two Availability Zones: interface endpoints, which Local Zones do not offer. */
  endpoints: uniqueList(z.strictObject({ zone: z.string(), cidr: cidrBlock }), {
    min: 2,
    max: 2,
    reason: "the endpoints are in two Availability Zones",
    by: ({ zone }) => ({ value: zone, field: "zone" }),
  }),
});

/** The appliance's environment file has no quotes. */
const IDENTITY = "must be 1 to 255 ASCII characters without blanks, quotes, backslashes, ${ and %{";

const onPremisesSection = z.strictObject({
  /** Private CIDR blocks on premises, reached through Direct Connect or the VPN. They contain all targets. */
  ranges: uniqueList(privateBlock, { min: 1, max: 10 }),
  /** Routers or hosts that answer pings over Direct Connect. With several of them, one may fail. */
  targets: uniqueList(privateAddress, { min: 1, max: 4 }),
  /** Addresses that answer pings through the tunnel only, e.g. loopbacks of the VPN routers. */
  vpnTargets: uniqueList(privateAddress, { min: 1, max: 2 }),
  /** Public address of the VPN router. */
  vpnGateway: publicAddress,
  /** IKE identity of the VPN router. Without it, its address. */
  vpnId: z
    .string()
    .regex(/^(?!.*[$%]\{)[!-~]{1,255}$/, { error: IDENTITY })
    .regex(/^[^"'\\`]*$/, { error: IDENTITY })
    .optional(),
});

type Subnets = z.output<typeof subnetsSection>;
type OnPremises = z.output<typeof onPremisesSection>;

const RECOVERY = "must be 0, or a whole number from 7 to 30";

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
    alarmSubscriptions: alarmSubscriptions.optional(),
    /** Days during which a deleted tunnel secret can be restored. 0 deletes it at once. */
    secretRecoveryInDays: z
      .int({ error: RECOVERY })
      .refine((days) => days === 0 || (days >= 7 && days <= 30), { error: RECOVERY })
      .optional(),
    vpcCidr: vpcBlock.default("10.20.0.0/16"),
    subnets: subnetsSection,
    directConnect: directConnectSection,
    onPremises: onPremisesSection,
    failover: failoverSection.prefault({}),
    /** What runs in private-subnet-1. Without it, there is no stack `workload`. */
    workload: workloadSection.optional(),
  })
  .superRefine(({ vpcCidr, subnets, onPremises }, context) => {
    const fail = failing(context);
    const isVpc = checkLocalSubnets(subnets, vpcCidr, fail);
    checkOnPremises(onPremises, isVpc ? vpcCidr : undefined, fail);
  });

/** The subnets are in the VPC, have a size that AWS accepts, and do not overlap. */
function checkLocalSubnets(subnets: Subnets, vpcCidr: string, fail: Fail): boolean {
  const entries = [
    ...(["publicCidr", "productionCidr", "utilityCidr"] as const).map((name) => ({
      path: ["subnets", name],
      block: subnets[name],
    })),
    ...subnets.endpoints.map(({ cidr }, index) => ({ path: ["subnets", "endpoints", index, "cidr"], block: cidr })),
  ];
  return checkSubnets(vpcCidr, entries, fail);
}

/** The site does not overlap the VPC, contains the probed addresses, and each path has its own. */
function checkOnPremises(site: OnPremises, vpcCidr: string | undefined, fail: Fail): void {
  const { ranges, targets, vpnTargets } = site;
  for (const [index, range] of ranges.entries()) {
    if (vpcCidr !== undefined && isCidrBlock(range) && overlaps(range, vpcCidr)) {
      fail(["onPremises", "ranges", index], `must not overlap vpcCidr ${vpcCidr}`);
    }
  }
  for (const [index, target] of vpnTargets.entries()) {
    if (targets.includes(target)) {
      fail(["onPremises", "vpnTargets", index], "must not be among targets; one address cannot test two paths");
    }
  }
  // The tunnel's traffic selectors and the routes to the site contain these ranges only.
  for (const [field, addresses] of Object.entries({ targets, vpnTargets })) {
    for (const [index, address] of addresses.entries()) {
      if (isUncovered(address, ranges)) {
        fail(["onPremises", field, index], "must lie within one of ranges");
      }
    }
  }
}

/** Whether no range contains the address. Invalid values are reported on their own. */
function isUncovered(address: string, ranges: readonly string[]): boolean {
  const host = `${address}/32`;
  return (
    isCidrBlock(host) &&
    ranges.length > 0 &&
    ranges.every((range) => isCidrBlock(range) && isPrivateBlock(range) && !containsBlock(range, host))
  );
}

export type LocalZoneConfig = z.output<typeof localZoneSection>;
