import { Problem } from "../../shared/problem";
import { canonicalDecimal } from "./decimal";
import type { StoredMap, StoredValue } from "./stored-value";

/** DynamoDB nests lists and maps at most this deep. */
const DEEPEST = 32;

/** DynamoDB's limit for the name of an attribute, in bytes of UTF-8. */
const LONGEST_NAME = 65_535;

/** Strings and numbers of a JSON text that is known to be valid. */
const LITERALS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/**
 * Reads a JSON object into DynamoDB's values without passing a number through a JavaScript number.
 *
 * The text is parsed twice: as it is, to know that it is JSON, then with every string prefixed by `s` and every number
 * turned into a string prefixed by `n`. The second parse keeps all digits and, as every key now starts with an `s`, has
 * no key that means something to JavaScript.
 *
 * @throws Problem 400 for what is not a JSON object or cannot be stored unchanged
 */
export function parseObject(text: string): StoredMap {
  try {
    JSON.parse(text);
  } catch {
    throw invalid("invalid_json", "the body must be valid JSON");
  }
  const tagged: unknown = JSON.parse(
    text.replace(LITERALS, (literal) => (literal.startsWith('"') ? `"s${literal.slice(1)}` : `"n${literal}"`)),
  );
  const value = stored(tagged, 0);
  if (!("M" in value)) {
    throw invalid("invalid_json", "the body must be a JSON object");
  }
  return value.M;
}

function stored(tagged: unknown, depth: number): StoredValue {
  if (typeof tagged === "string") {
    return tagged.startsWith("n") ? { N: decimal(tagged.slice(1)) } : { S: wellFormed(tagged.slice(1)) };
  }
  if (typeof tagged === "boolean") {
    return { BOOL: tagged };
  }
  if (tagged === null || typeof tagged !== "object") {
    return { NULL: true };
  }
  if (depth > DEEPEST) {
    throw invalid("invalid_item", `lists and objects must nest at most ${DEEPEST} deep`);
  }
  if (Array.isArray(tagged)) {
    return { L: tagged.map((member) => stored(member, depth + 1)) };
  }
  return {
    M: fromEntries(
      Object.entries(tagged).map(([name, member]) => [attributeName(name.slice(1)), stored(member, depth + 1)]),
    ),
  };
}

function decimal(text: string): string {
  const canonical = canonicalDecimal(text);
  if (canonical === undefined) {
    throw invalid("invalid_item", "numbers must have at most 38 significant digits and lie between 1e-130 and 1e126");
  }
  return canonical;
}

/** Half a surrogate pair is no character: UTF-8 cannot write it, and would store another one without a word. */
function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text)) {
    throw invalid("invalid_item", "strings must be well-formed Unicode");
  }
  return text;
}

function attributeName(name: string): string {
  const bytes = Buffer.byteLength(wellFormed(name));
  if (bytes === 0 || bytes > LONGEST_NAME) {
    throw invalid("invalid_item", `names must be 1 to ${LONGEST_NAME} bytes long`);
  }
  if (name === "__proto__") {
    // The SDK writes items as plain objects, where this name sets the prototype and the member is gone.
    throw invalid("invalid_item", "names must not be __proto__");
  }
  return name;
}

function invalid(code: string, message: string): Problem {
  return new Problem(400, code, message);
}

/** An object whose keys are data: it has no prototype, so that `__proto__` is a key like any other. */
export function fromEntries(entries: readonly (readonly [string, StoredValue])[]): StoredMap {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

/**
 * Writes a value as JSON: numbers digit by digit, sets as arrays, binary as base64, names in order. Whoever reads it into
 * binary floating point may lose digits there, but none are lost here.
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

/** Numbers that stand in a table are within DynamoDB's limits: the text itself is the fallback, never a guess. */
function number(text: string): string {
  return canonicalDecimal(text) ?? JSON.stringify(text);
}

function base64(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes).toString("base64"));
}

function array(members: readonly string[]): string {
  return `[${members.join(",")}]`;
}
