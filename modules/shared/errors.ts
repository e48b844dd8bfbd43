/**
 * Describes an invalid prop or configuration value: `<field> must <rule>, got <value>`, then `; <remedy>` if the rule does not
 * make the remedy obvious.
 */
export function requirement(field: string, rule: string, value: unknown, remedy?: string): string {
  return `${field} must ${rule}, got ${describe(value)}${remedy ? `; ${remedy}` : ""}`;
}

/** A prop or configuration value that breaks a rule. The message is the {@link requirement}. */
export class RequirementError extends Error {
  constructor(field: string, rule: string, value: unknown, remedy?: string) {
    super(requirement(field, rule, value, remedy));
    this.name = "RequirementError";
  }
}

/** A file of the repository that breaks a rule. The message names the file, and its line if there is one. */
export class FileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FileError";
  }
}

/** @throws RequirementError unless `met` */
export function ensure(met: boolean, field: string, rule: string, value: unknown, remedy?: string): void {
  if (!met) {
    throw new RequirementError(field, rule, value, remedy);
  }
}

/**
 * The value under a key of a map, a record or a list.
 *
 * @param what the collection, as the error names it, e.g. `certificateArns`
 * @throws RequirementError when the collection has no such value; the error lists the keys that it has
 */
export function required<Value>(
  values: ReadonlyMap<string, Value> | Readonly<Record<string, Value>> | readonly Value[],
  key: string | number,
  what: string,
): NonNullable<Value> {
  const entries =
    values instanceof Map ? [...values] : Object.entries<Value>(values as Readonly<Record<string, Value>>);
  const found = new Map<string, Value>(entries).get(String(key));
  if (found === undefined || found === null) {
    const keys = entries.map(([name]) => name);
    throw new RequirementError(what, `have an entry for ${describe(key)}`, keys);
  }
  return found;
}

/** Characters of a value that an error shows. */
const LONGEST_VALUE = 80;

function describe(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  const text = asText(value);
  return shorten(EMPTY.includes(text) ? `${text} (empty)` : visible(text));
}

/** JSON text whose invisible characters are escaped, so that it is one line of the characters that it seems to have. */
export function visible(json: string): string {
  return json.replace(INVISIBLE, escaped);
}

/** Values that look like a fault of the message itself. */
const EMPTY: readonly string[] = ['""', "[]", "{}"];

/** Characters that JSON leaves as they are, although a terminal hides them, or starts a new line or a command with them. */
const INVISIBLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** JSON, where the value has such a form. */
function asText(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") {
    return typeof value === "bigint" ? `${value}n` : String(value);
  }
  if (typeof value === "function") {
    return "a function";
  }
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A circular value, or a bigint within an object.
    return String(value);
  }
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
