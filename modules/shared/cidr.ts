import { Address4 } from "ip-address";

/** True for an IPv4 CIDR block in canonical form: `10.0.0.0/16`, not `10.0.0.1/16` and not a bare address. */
export function isCidrBlock(text: string): boolean {
  return /\/\d+$/.test(text) && Address4.isValid(text) && canonical(text) === text;
}

/** The canonical form of a valid block: host bits cleared. */
export function canonical(block: string): string {
  const address = new Address4(block);
  return `${address.startAddress().correctForm()}/${address.subnetMask}`;
}

/** The prefix length of a block: 16 for `10.0.0.0/16`. */
export function prefixLength(block: string): number {
  return new Address4(block).subnetMask;
}

/** True when every address of `inner` lies in `outer`. */
export function containsBlock(outer: string, inner: string): boolean {
  return new Address4(inner).isInSubnet(new Address4(outer));
}

/** True when the two blocks share an address, whichever of them is the larger. */
export function overlaps(one: string, other: string): boolean {
  return containsBlock(one, other) || containsBlock(other, one);
}

/** The address that stands `offset` places after the first one of a block: `10.0.0.2` for `10.0.0.0/16` and 2. */
export function addressAt(block: string, offset: number): string {
  return Address4.fromBigInt(new Address4(block).startAddress().bigInt() + BigInt(offset)).correctForm();
}

/** RFC 1918 and RFC 6598: ranges that the internet does not route. */
const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** True when the whole block is private address space. */
export function isPrivateBlock(block: string): boolean {
  return PRIVATE_BLOCKS.some((range) => containsBlock(range, block));
}
