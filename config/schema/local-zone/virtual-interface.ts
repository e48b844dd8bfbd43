import { z } from "zod";
import { canonical } from "../../../modules/shared/cidr";
import { peerAddress } from "../fields/addresses";
import type { Fail } from "../fields/fail";
import { asn, kebabName, wholeNumber } from "../fields/values";

/** Fields of every virtual interface. */
const LINK = {
  /**
   * Part of the names of resources, e.g. `dc2`. One entry may have no name. Its resources have the addresses of a single
   * `virtualInterface`, so that further entries do not change them.
   */
  name: kebabName.max(20, { error: "must be at most 20 characters" }).optional(),
  /** Code of the Direct Connect location, e.g. `EqDC2` (`aws directconnect describe-locations`). Needed for the resiliency class. */
  location: z
    .string()
    .regex(/^[A-Za-z0-9-]{3,20}$/, { error: "must be the code of a Direct Connect location, e.g. EqDC2" })
    .optional(),
  /**
   * Which virtual interface AWS uses for traffic to the site. The router on premises sets the BGP community of this preference.
   * Without it, AWS balances the traffic.
   */
  preference: z.enum(["high", "medium", "low"]).optional(),
  /** How often the router on premises adds its ASN to the AS path of its routes. It decides between equal preferences. */
  asPathPrepend: wholeNumber(1, 10).optional(),
};

/**
 * A virtual interface on a connection of this account. AWS generates its BGP key, because a key in the configuration would be
 * stored in the Terraform state.
 */
const privateInterface = z.strictObject({
  ...LINK,
  connectionId: z
    .string()
    .regex(/^dx(con|lag)-[a-z0-9]+$/, { error: "must be a connection or LAG, e.g. dxcon-fg1234ab" }),
  vlan: wholeNumber(1, 4094),
  /** ASN of the router on premises. The provider accepts no larger one (hashicorp/terraform-provider-aws#47658). */
  customerAsn: asn(2_147_483_646),
  amazonAddress: peerAddress,
  customerAddress: peerAddress,
  /** Bytes. 9001 is the jumbo frame size of private virtual interfaces. The provider accepts no other value. */
  mtu: z.literal([1500, 9001], { error: "must be 1500 or 9001" }).optional(),
});

/** A virtual interface that a partner created for this account, with its BGP key. This project accepts it. */
const hostedInterface = z.strictObject({
  ...LINK,
  hosted: z.string().regex(/^dxvif-[a-z0-9]+$/, { error: "must be a virtual interface, e.g. dxvif-fg1234ab" }),
});

export const virtualInterface = z.union([privateInterface, hostedInterface]);

type VirtualInterface = z.output<typeof virtualInterface>;

/** The addresses of both BGP peers are in one block, and their ASNs differ. */
export function checkPeers(link: VirtualInterface, amazonAsn: number, fail: Fail): void {
  if ("hosted" in link) {
    return;
  }
  const { amazonAddress, customerAddress, customerAsn } = link;
  if ([amazonAddress, customerAddress].every((address) => peerAddress.safeParse(address).success)) {
    for (const field of ["amazonAddress", "customerAddress"] as const) {
      const address = link[field];
      if (!isHost(address)) {
        fail([field], `must be one of the two hosts of ${canonical(address)}, not its first or last address`);
      }
    }
    if (canonical(amazonAddress) !== canonical(customerAddress) || amazonAddress === customerAddress) {
      fail(["customerAddress"], `must be the other address of ${canonical(amazonAddress)}`);
    }
  }
  if (customerAsn === amazonAsn) {
    fail(["customerAsn"], "must not be amazonAsn; a private virtual interface uses external BGP");
  }
}

/** Both addresses of a /31 are hosts (RFC 3021). A /30 also has a network and a broadcast address. */
function isHost(address: string): boolean {
  const [, , , last, prefix] = address.split(/[./]/);
  return prefix === "31" || [1, 2].includes(Number(last) % 4);
}
