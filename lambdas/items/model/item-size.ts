import { Problem } from "../../shared/problem";
import { canonicalDecimal } from "./decimal";
import type { StoredMap, StoredValue } from "./stored-value";

/** DynamoDB's limit for one item, including attribute names: 400 KB of 1,024 bytes. */
export const LARGEST_ITEM = 400 * 1024;

/**
 * Bytes of an item that are reserved for the attributes of the service: about 120 for the version, time, region and write, up to 525
 * for the owner, and 200 for one idempotent request. The reserve does not depend on the region, the caller or the current item. So an
 * item that was stored once can be stored again, in every region and any number of times.
 */
const RESERVED_SIZE = 1024;

/** Limit for the attributes of the caller: 399 KB. */
export const LARGEST_CONTENT = LARGEST_ITEM - RESERVED_SIZE;

/** The refusal of an item that exceeds the limit. */
export function tooLarge(): Problem {
  return new Problem(413, "item_too_large", "the item must be at most 399 KB; DynamoDB stores at most 400 KB");
}

/** Overhead in bytes of a list or map, and of each member. */
const CONTAINER = 3;
const MEMBER = 1;

/**
 * Size of an item in bytes, as DynamoDB counts: names and strings in UTF-8, numbers one byte per two digits plus one byte.
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
 * AWS documents the size of a number as approximate. Digits form pairs on both sides of the decimal point, so that an odd number of
 * digits on one side takes another byte. A minus sign takes one byte. The result is rounded up, so that DynamoDB accepts every item
 * that this service accepts.
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
