import { Problem } from "../../shared/problem";
import { canonicalDecimal } from "./decimal";
import type { StoredMap, StoredValue } from "./stored-value";

/** DynamoDB's limit for one item, names included: 400 KB of 1,024 bytes. */
export const LARGEST_ITEM = 400 * 1024;

/** The refusal of an item that no table takes. */
export function tooLarge(): Problem {
  return new Problem(
    413,
    "item_too_large",
    "the item must be at most 400 KB, with the attributes that the service adds",
  );
}

/** What a list or a map takes beside its members, and every member beside its value. */
const CONTAINER = 3;
const MEMBER = 1;

/**
 * Bytes of an item as DynamoDB counts them: names and strings in UTF-8, numbers one byte for two digits and one more.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: StoredMap): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + sizeOf(value)));
}

function sizeOf(value: StoredValue): number {
  if ("S" in value) {
    return Buffer.byteLength(value.S);
  }
  if ("N" in value) {
    return numberSize(value.N);
  }
  if ("B" in value) {
    return value.B.byteLength;
  }
  if ("L" in value) {
    return CONTAINER + sum(value.L.map((member) => MEMBER + sizeOf(member)));
  }
  if ("M" in value) {
    return CONTAINER + MEMBER * Object.keys(value.M).length + itemSize(value.M);
  }
  if ("SS" in value) {
    return sum(value.SS.map((member) => Buffer.byteLength(member)));
  }
  if ("NS" in value) {
    return sum(value.NS.map(numberSize));
  }
  return "BS" in value ? sum(value.BS.map((member) => member.byteLength)) : 1;
}

/**
 * AWS calls the size of a number approximate. Digits pair up from the decimal point outwards, so that an odd number of
 * digits on one side takes a byte more; a minus sign takes one, too. Rounded up: what passes here passes there.
 */
function numberSize(text: string): number {
  const canonical = canonicalDecimal(text) ?? text;
  const digits = canonical
    .replace(/e.*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "").length;
  return digits === 0 ? 1 : 2 + Math.ceil(digits / 2) + (canonical.startsWith("-") ? 1 : 0);
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
