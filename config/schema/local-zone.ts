import { z } from "zod";
import { canonical, containsBlock, isCidrBlock, overlaps, prefixLength } from "../../modules/shared/cidr";
import { alarmSubscription } from "./alarm-subscription";
import { cidrBlock, ipv4Address, logRetentionInDays, region, wholeNumber } from "./fields";
import { failoverSection } from "./local-zone-failover";

/**
 * Private ASNs, which alone a Direct Connect gateway takes; without the last one of each range, since the VPC's gateway gets the
 * next. https://docs.aws.amazon.com/directconnect/latest/UserGuide/create-direct-connect-gateway.html
 */
const amazonAsn = z
  .int()
  .refine((asn) => (asn >= 64_512 && asn <= 65_533) || (asn >= 4_200_000_000 && asn <= 4_294_967_293), {
    error: "must be a private ASN from 64512 to 65533 or from 4200000000 to 4294967293",
  });

/** The subnets, each with a range of its own. */
const subnets = z.strictObject({
  /** public-subnet-1, in the Local Zone: the VPN appliance. */
  publicCidr: cidrBlock.default("10.20.0.0/24"),
  /** private-subnet-1, in the Local Zone: production. */
  productionCidr: cidrBlock.default("10.20.1.0/24"),
  /** private-subnet-2, in the Local Zone: the host that watches the paths. */
  utilityCidr: cidrBlock.default("10.20.2.0/24"),
  /** private-subnet-3, in two zones of the region: interface endpoints, which Local Zones do not hold. */
  endpoints: z
    .array(z.strictObject({ zone: z.string(), cidr: cidrBlock }))
    .length(2, { error: "must be 2 entries, in two Availability Zones" }),
});

/** A /30 or /31 of which AWS has one end. */
const peerAddress = z
  .cidrv4({ error: "must be an IPv4 address with its prefix length, e.g. 169.254.100.1/30" })
  .regex(/\/(30|31)$/, { error: "must have a prefix length of 30 or 31, e.g. 169.254.100.1/30" });

/** A /31 is two hosts and nothing else (RFC 3021); a /30 has an address of its own before its hosts and one for all after them. */
function isHost(address: string): boolean {
  const [, , , last, prefix] = address.split(/[./]/);
  return prefix === "31" || [1, 2].includes(Number(last) % 4);
}

/** A virtual interface on a connection of this account. Its BGP key is AWS's choice; no key of ours passes through Terraform. */
const ownInterface = z.strictObject({
  connectionId: z
    .string()
    .regex(/^dx(con|lag)-[a-z0-9]+$/, { error: "must be a connection or LAG, e.g. dxcon-fg1234ab" }),
  vlan: wholeNumber(1, 4094),
  /** Of the router on premises. The provider knows no longer one (hashicorp/terraform-provider-aws#47658). */
  customerAsn: wholeNumber(1, 2_147_483_646),
  amazonAddress: peerAddress,
  customerAddress: peerAddress,
  /** Bytes; 9001 is the jumbo size of private virtual interfaces, and the only other one that the provider takes. */
  mtu: z.union([z.literal(1500), z.literal(9001)]).default(1500),
});

/** One that a partner has made for this account, its BGP key included: it is only accepted here. */
const hostedInterface = z.strictObject({
  hosted: z.string().regex(/^dxvif-[a-z0-9]+$/, { error: "must be a virtual interface, e.g. dxvif-fg1234ab" }),
});

/** The Local Zone extension with Direct Connect and a VPN behind it. Every default is what `prod` gets. */
export const localZoneSection = z
  .strictObject({
    /** Parent region of the zone. Left out, the environment's. */
    region: region.optional(),
    /** The Local Zone, e.g. `us-east-1-bos-1a`. */
    zone: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d-[a-z]{3}-\d[a-z]$/, {
      error: "must be a Local Zone, e.g. us-east-1-bos-1a",
    }),
    logRetentionInDays: logRetentionInDays.default(365),
    alarmSubscriptions: z.array(alarmSubscription).default([]),
    /** Days in which a deleted tunnel secret can be brought back. 0 for stacks that come and go. */
    secretRecoveryInDays: z.union([z.literal(0), wholeNumber(7, 30)]).default(30),
    vpcCidr: cidrBlock.default("10.20.0.0/16"),
    subnets,
    directConnect: z.strictObject({
      /** ASN of Amazon's side of the gateway. */
      amazonAsn: amazonAsn.default(64512),
      virtualInterface: z.union([ownInterface, hostedInterface]),
    }),
    onPremises: z.strictObject({
      /** What is reached there, by Direct Connect or by VPN. */
      ranges: z.array(cidrBlock).min(1).max(10),
      /** Routers or hosts that answer pings over Direct Connect: several, so that one of them may fail. */
      targets: z.array(ipv4Address).min(1).max(4),
      /** Addresses that answer pings through the tunnel alone: loopbacks of the VPN routers. */
      vpnTargets: z.array(ipv4Address).min(1).max(2),
      /** Public address of the VPN router. */
      vpnGateway: ipv4Address,
      /** IKE identity of the VPN router. Left out, its address. */
      vpnId: z.string().min(1).optional(),
    }),
    failover: failoverSection.prefault({}),
  })
  .superRefine((section, context) => {
    const { vpcCidr, subnets, onPremises, directConnect } = section;
    const entries = [
      { path: ["subnets", "publicCidr"], block: subnets.publicCidr },
      { path: ["subnets", "productionCidr"], block: subnets.productionCidr },
      { path: ["subnets", "utilityCidr"], block: subnets.utilityCidr },
      ...subnets.endpoints.map(({ cidr }, index) => ({ path: ["subnets", "endpoints", index, "cidr"], block: cidr })),
    ];
    const fail = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    const { virtualInterface } = directConnect;
    if ("connectionId" in virtualInterface) {
      const path = ["directConnect", "virtualInterface"];
      const { amazonAddress, customerAddress, customerAsn } = virtualInterface;
      const valid = [amazonAddress, customerAddress].every((address) => peerAddress.safeParse(address).success);
      for (const [end, address] of Object.entries({ amazonAddress, customerAddress })) {
        if (valid && !isHost(address)) {
          fail([...path, end], `must be one of the two hosts of ${canonical(address)}, not its first or last address`);
        }
      }
      if (valid && (canonical(amazonAddress) !== canonical(customerAddress) || amazonAddress === customerAddress)) {
        fail([...path, "customerAddress"], `must be the other address of ${canonical(amazonAddress)}`);
      }
      if (customerAsn === directConnect.amazonAsn) {
        fail([...path, "customerAsn"], "must not be amazonAsn; a private virtual interface speaks external BGP");
      }
    }
    for (const [index, { path, block }] of entries.entries()) {
      if (!isCidrBlock(block) || !isCidrBlock(vpcCidr)) continue;
      if (!containsBlock(vpcCidr, block)) fail(path, `must lie within vpcCidr ${vpcCidr}`);
      if (prefixLength(block) > 28) fail(path, "must be a block of /28 or larger");
      const clash = entries.slice(0, index).find((other) => isCidrBlock(other.block) && overlaps(other.block, block));
      if (clash) fail(path, `must not overlap ${clash.path.join(".")} ${clash.block}`);
    }
    for (const [index, range] of onPremises.ranges.entries()) {
      if (isCidrBlock(range) && isCidrBlock(vpcCidr) && overlaps(range, vpcCidr)) {
        fail(["onPremises", "ranges", index], `must not overlap vpcCidr ${vpcCidr}`);
      }
    }
    for (const [index, target] of onPremises.vpnTargets.entries()) {
      const path = ["onPremises", "vpnTargets", index];
      if (onPremises.targets.includes(target))
        fail(path, "must not be among targets; one address cannot tell two paths apart");
      // Only what the tunnel's selectors hold gets through it.
      if (!onPremises.ranges.some((range) => isCidrBlock(range) && containsBlock(range, `${target}/32`))) {
        fail(path, "must lie within one of ranges");
      }
    }
    if (new Set(subnets.endpoints.map(({ zone }) => zone)).size !== subnets.endpoints.length) {
      fail(["subnets", "endpoints"], "must name each zone once only");
    }
  });

export type LocalZoneConfig = z.output<typeof localZoneSection>;
