import { Problem } from "../../shared/problem";
import { canonicalDecimal } from "./decimal";
import { fromEntries } from "./json";
import type { StoredMap, StoredValue } from "./stored-value";

/** DynamoDB's limit for the nesting of lists and maps. */
const DEEPEST = 32;

/** DynamoDB's limit for the name of an attribute, in bytes of UTF-8. */
const LONGEST_NAME = 65_535;

/** Strings and numbers in a valid JSON text. A string before a colon is the name of a member. */
const LITERALS = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|-?\d[\d.eE+-]*/g;

/** The character that decoders write in place of invalid UTF-8. */
const REPLACEMENT = "\ufffd";

/**
 * Converts a JSON object to DynamoDB's values, without JavaScript numbers in between.
 *
 * The text is parsed twice. The first time checks that it is JSON. Before the second time, every string gets the prefix `s`, and every
 * number becomes a string with the prefix `n`. So all digits are kept. No key has a special meaning in JavaScript, because every key
 * starts with `s`.
 *
 * `JSON.parse` keeps the last of several members with the same name. The text then has more names than the result, also if one of
 * the names has an escape.
 *
 * API Gateway decodes the body before the function gets it, and its decoder writes U+FFFD in place of invalid UTF-8. So the function
 * cannot distinguish invalid UTF-8 from a U+FFFD of the caller, and refuses both. A caller can send this character as an escape.
 *
 * @throws Problem 400 when the text is not a JSON object or cannot be stored unchanged
 */
export function parseObject(text: string): StoredMap {
  if (text.includes(REPLACEMENT)) {
    throw invalid("invalid_utf8", "the body must be valid UTF-8; write the character U+FFFD as the escape \\ufffd");
  }
  try {
    JSON.parse(text);
  } catch {
    throw invalid("invalid_json", "the body must be valid JSON");
  }
  let names = 0;
  const tagged: unknown = JSON.parse(
    text.replace(LITERALS, (literal, string?: string, colon?: string) => {
      names += colon === undefined ? 0 : 1;
      return string === undefined ? `"n${literal}"` : `"s${literal.slice(1)}`;
    }),
  );
  const value = stored(tagged, 0);
  if (!("M" in value)) {
    throw invalid("invalid_json", "the body must be a JSON object");
  }
  if (memberCount(value) !== names) {
    throw invalid("duplicate_name", "names must be unique within an object");
  }
  return value.M;
}

/** Number of members of all objects in a value. */
function memberCount(value: StoredValue): number {
  if ("L" in value) {
    return value.L.reduce((count, member) => count + memberCount(member), 0);
  }
  return "M" in value ? Object.values(value.M).reduce((count, member) => count + 1 + memberCount(member), 0) : 0;
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

/** Refuses half of a surrogate pair. UTF-8 cannot encode it, and would silently store another character. */
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
    // The SDK uses plain objects for items. There this name sets the prototype, and the member is lost.
    throw invalid("invalid_item", "names must not be __proto__");
  }
  return name;
}

function invalid(code: string, message: string): Problem {
  return new Problem(400, code, message);
}
