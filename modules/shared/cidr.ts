import { Address4 } from "ip-address";

/** True for an IPv4 CIDR block in canonical form: `10.0.0.0/16`, but not `10.0.0.1/16` or `10.0.0.0`. */
export function isCidrBlock(text: string): boolean {
  return /\/\d+$/.test(text) && Address4.isValid(text) && canonical(text) === text;
}

/** The canonical form of a valid block, with its host bits cleared. */
export function canonical(block: string): string {
  const address = new Address4(block);
  return `${address.startAddress().correctForm()}/${address.subnetMask}`;
}

/** The prefix length of a block: 16 for `10.0.0.0/16`. */
export function prefixLength(block: string): number {
  return new Address4(block).subnetMask;
}

/** True if `outer` contains every address of `inner`. */
export function containsBlock(outer: string, inner: string): boolean {
  return new Address4(inner).isInSubnet(new Address4(outer));
}

/** True if the two blocks have at least one address in common. */
export function overlaps(one: string, other: string): boolean {
  return containsBlock(one, other) || containsBlock(other, one);
}

/** The first address of a block plus `offset`: `10.0.0.2` for `10.0.0.0/16` and 2. */
export function addressAt(block: string, offset: number): string {
  return Address4.fromBigInt(new Address4(block).startAddress().bigInt() + BigInt(offset)).correctForm();
}

/** Ranges that are not routed on the internet (RFC 1918, RFC 6598). */
const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** True if the whole block is private address space. */
export function isPrivateBlock(block: string): boolean {
  return PRIVATE_BLOCKS.some((range) => containsBlock(range, block));
}
