import { z } from "zod";
import { isCidrBlock, isPrivateBlock, overlaps, prefixLength } from "../../../modules/shared/cidr";

/**
 * Blocks that no network can use (IANA IPv4 special-purpose address registry). EC2 refuses VPCs and subnets in them with
 * `InvalidVpc.Range` and `InvalidSubnet.Range`.
 */
const UNUSABLE = [
  ["0.0.0.0/8", "this network"],
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "link-local"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
] as const;

/** More blocks that no host on the internet has: protocol assignments and benchmarks. */
const NOT_PUBLIC = ["192.0.0.0/24", "198.18.0.0/15"];

const PRIVATE = "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10";
const CANONICAL = "must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16";
const ADDRESS = "must be an IPv4 address, e.g. 192.0.2.1";

/** Why no network can use a valid block or address, as a rule. Undefined if one can. */
function unusable(block: string, allowed?: string): string | undefined {
  const [range, purpose] = UNUSABLE.find(([reserved]) => reserved !== allowed && overlaps(reserved, block)) ?? [];
  return range === undefined ? undefined : `must not be in ${range}, which is ${purpose} address space`;
}

/** Text that breaks no rule. The first rule that it breaks is reported. */
function checked(rule: (text: string) => string | undefined) {
  return z.string().superRefine((text, context) => {
    const message = rule(text);
    if (message !== undefined) {
      context.addIssue({ code: "custom", message });
    }
  });
}

/** IPv4 CIDR block in canonical form that a network can use, e.g. `10.0.0.0/16`. */
export const cidrBlock = checked((block) => (isCidrBlock(block) ? unusable(block) : CANONICAL));

/** CIDR block of a VPC, /16 to /28 (VPC user guide, "VPC CIDR blocks"). */
export const vpcBlock = checked((block) => {
  if (!isCidrBlock(block)) {
    return CANONICAL;
  }
  const hasSize = prefixLength(block) >= 16 && prefixLength(block) <= 28;
  return hasSize ? unusable(block) : "must be a block of /16 to /28";
});

/** CIDR block of a private network, e.g. one on premises. */
export const privateBlock = checked((block) => {
  if (!isCidrBlock(block)) {
    return CANONICAL;
  }
  return isPrivateBlock(block) ? undefined : `must be private address space: ${PRIVATE}`;
});

/** IPv4 address of a host on a private network. */
export const privateAddress = checked((address) => {
  if (!isAddress(address)) {
    return ADDRESS;
  }
  return isPrivateBlock(`${address}/32`) ? undefined : `must be a private address: ${PRIVATE}`;
});

/** IPv4 address of a host on the internet. */
export const publicAddress = checked((address) => {
  if (!isAddress(address)) {
    return ADDRESS;
  }
  const block = `${address}/32`;
  return isPrivateBlock(block) || NOT_PUBLIC.some((range) => overlaps(range, block))
    ? "must be a public address, which the internet routes"
    : unusable(block);
});

/** BGP peer address within a /30 or /31. Link-local addresses are usual. */
export const peerAddress = checked((text) => {
  if (!z.cidrv4().safeParse(text).success) {
    return "must be an IPv4 address with its prefix length, e.g. 169.254.100.1/30";
  }
  if (!/\/(30|31)$/.test(text)) {
    return "must have a prefix length of 30 or 31, e.g. 169.254.100.1/30";
  }
  return unusable(text, "169.254.0.0/16");
});

function isAddress(text: string): boolean {
  return z.ipv4().safeParse(text).success;
}
