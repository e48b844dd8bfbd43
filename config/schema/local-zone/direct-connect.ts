import { z } from "zod";
import { type Fail, failing } from "../fields/fail";
import { uniqueList } from "../fields/unique-list";
import { checkLinks } from "./links";
import { checkPeers, virtualInterface } from "./virtual-interface";

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
 * Virtual interfaces of one Direct Connect gateway.
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/limits.html
 */
const MOST_INTERFACES = 30;

export const directConnectSection = z
  .strictObject({
    /** ASN of the Direct Connect gateway. The virtual private gateway gets the next one. */
    amazonAsn: amazonAsn.default(64512),
    /** The only virtual interface. The same as `virtualInterfaces` with one entry. */
    virtualInterface: virtualInterface.optional(),
    /** Virtual interfaces on several connections, in two locations for a resiliency class. */
    virtualInterfaces: uniqueList(virtualInterface, {
      min: 1,
      max: MOST_INTERFACES,
      by: (link) => (link.name === undefined ? { value: JSON.stringify(link) } : { value: link.name, field: "name" }),
    }).optional(),
  })
  .superRefine((section, context) => {
    const { virtualInterface: single, virtualInterfaces: several } = section;
    const fail = failing(context);
    if (single !== undefined && several !== undefined) {
      fail(["virtualInterfaces"], "must not be set together with virtualInterface; move its fields into the list");
      return;
    }
    if (single === undefined && several === undefined) {
      fail(["virtualInterfaces"], "must have at least 1 entry");
      return;
    }
    const below =
      (...path: readonly (string | number)[]): Fail =>
      (field, message) =>
        fail([...path, ...field], message);
    if (single !== undefined) {
      checkPeers(single, section.amazonAsn, below("virtualInterface"));
    }
    for (const [index, link] of (several ?? []).entries()) {
      checkPeers(link, section.amazonAsn, below("virtualInterfaces", index));
    }
    checkLinks(several ?? [], below("virtualInterfaces"));
  })
  .transform(({ amazonAsn, virtualInterface: single, virtualInterfaces: several }) => ({
    amazonAsn,
    /** At least one. An entry without a name has the addresses of a single virtual interface. */
    virtualInterfaces: several ?? (single === undefined ? [] : [single]),
    /** Whether the configuration has a list. Reports name the field in that form. */
    isList: several !== undefined,
  }));
