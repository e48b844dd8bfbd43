import { Address4 } from "ip-address";
import { UsageError } from "../shared/usage-error";

/** Returns /16 blocks of 10.0.0.0/8 that do not overlap any block in use. */
export class AddressPlan {
  private readonly used: Address4[];

  /** @param environments values of any shape; every string that is a CIDR block counts as in use */
  constructor(environments: unknown) {
    this.used = blocksIn(environments);
  }

  /**
   * First two octets of the next free block, e.g. `10.21`.
   *
   * @throws UsageError when all 256 blocks are in use
   */
  next(): string {
    for (let octet = 0; octet < 256; octet++) {
      const block = new Address4(`10.${octet}.0.0/16`);
      if (!this.used.some((other) => block.isInSubnet(other) || other.isInSubnet(block))) {
        this.used.push(block);
        return `10.${octet}`;
      }
    }
    throw new UsageError("10.0.0.0/8 must have a free /16 block for the VPC, got none; write the environment by hand");
  }
}

function blocksIn(value: unknown): Address4[] {
  if (typeof value === "string") {
    return value.includes("/") && Address4.isValid(value) ? [new Address4(value)] : [];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(blocksIn) : [];
}
