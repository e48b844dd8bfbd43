import { z } from "zod";
import { canonical } from "../../../modules/shared/cidr";
import { peerAddress } from "../fields/addresses";
import { asn, wholeNumber } from "../fields/values";

const PRIVATE_ASN = "must be a private ASN from 64512 to 65533 or from 4200000000 to 4294967293";

/**
 * A Direct Connect gateway accepts private ASNs only. The last ASN of each range is excluded, because the virtual private gateway
 * gets the next one. https://docs.aws.amazon.com/directconnect/latest/UserGuide/create-direct-connect-gateway.html
 */
const amazonAsn = z
  .int({ error: PRIVATE_ASN })
  .refine((number) => (number >= 64_512 && number <= 65_533) || (number >= 4_200_000_000 && number <= 4_294_967_293), {
    error: PRIVATE_ASN,
  });

/**
 * A virtual interface on a connection of this account. AWS generates its BGP key, because a key in the configuration would be
 * stored in the Terraform state.
 */
const privateInterface = z.strictObject({
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
  hosted: z.string().regex(/^dxvif-[a-z0-9]+$/, { error: "must be a virtual interface, e.g. dxvif-fg1234ab" }),
});

export const directConnectSection = z
  .strictObject({
    /** ASN of the Direct Connect gateway. The virtual private gateway gets the next one. */
    amazonAsn: amazonAsn.default(64512),
    virtualInterface: z.union([privateInterface, hostedInterface]),
  })
  .superRefine((section, context) => {
    const { virtualInterface } = section;
    if ("hosted" in virtualInterface) {
      return;
    }
    const { amazonAddress, customerAddress, customerAsn } = virtualInterface;
    const fail = (field: keyof typeof virtualInterface, message: string) =>
      context.addIssue({ code: "custom", path: ["virtualInterface", field], message });
    if ([amazonAddress, customerAddress].every((address) => peerAddress.safeParse(address).success)) {
      for (const field of ["amazonAddress", "customerAddress"] as const) {
        const address = virtualInterface[field];
        if (!isHost(address)) {
          fail(field, `must be one of the two hosts of ${canonical(address)}, not its first or last address`);
        }
      }
      if (canonical(amazonAddress) !== canonical(customerAddress) || amazonAddress === customerAddress) {
        fail("customerAddress", `must be the other address of ${canonical(amazonAddress)}`);
      }
    }
    if (customerAsn === section.amazonAsn) {
      fail("customerAsn", "must not be amazonAsn; a private virtual interface uses external BGP");
    }
  });

/** Both addresses of a /31 are hosts (RFC 3021). A /30 also has a network and a broadcast address. */
function isHost(address: string): boolean {
  const [, , , last, prefix] = address.split(/[./]/);
  return prefix === "31" || [1, 2].includes(Number(last) % 4);
}
