import { canonicalDecimal } from "./decimal";
import type { StoredMap, StoredValue } from "./stored-value";

/** An object without a prototype, so that `__proto__` is an ordinary key. */
export function fromEntries(entries: readonly (readonly [string, StoredValue])[]): StoredMap {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

/**
 * Converts a value to JSON: numbers with all digits, sets as arrays, binary as base64, and sorted names. A client that parses numbers
 * as binary floating point can lose digits.
 */
export function toJson(value: StoredValue): string {
  if ("S" in value) {
    return JSON.stringify(value.S);
  }
  if ("N" in value) {
    return number(value.N);
  }
  if ("BOOL" in value) {
    return String(value.BOOL);
  }
  if ("L" in value) {
    return array(value.L.map(toJson));
  }
  if ("M" in value) {
    const members = Object.entries(value.M).sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`).join(",")}}`;
  }
  if ("SS" in value) {
    return array(value.SS.toSorted().map((member) => JSON.stringify(member)));
  }
  if ("NS" in value) {
    return array(value.NS.toSorted((one, other) => Number(one) - Number(other)).map(number));
  }
  if ("BS" in value) {
    return array(value.BS.map(base64).toSorted());
  }
  return "B" in value ? base64(value.B) : "null";
}

/** Stored numbers are within DynamoDB's limits. If one is not, its text is returned unchanged as a string. */
function number(text: string): string {
  return canonicalDecimal(text) ?? JSON.stringify(text);
}

function base64(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes).toString("base64"));
}

function array(members: readonly string[]): string {
  return `[${members.join(",")}]`;
}
