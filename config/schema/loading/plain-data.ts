/** Levels of lists and objects below an environment. The schema has fewer than ten. */
const DEEPEST = 50;
/** Values of an environment. A large environment has about 500. */
const MOST_VALUES = 100_000;

/** A copy of a value that consists of text, numbers, true, false, null, lists and objects only. */
export interface PlainData {
  readonly data: unknown;
  /** The parts that are something else, one line each. `data` does not have these parts. */
  readonly problems: readonly string[];
}

/**
 * Copies the value of an environment, whatever it is: with getters that throw, circular references, proxies or values that JSON
 * does not have. Everything after this function, e.g. the report of problems, reads plain data.
 */
export function plainData(value: unknown): PlainData {
  const problems: string[] = [];
  const above = new Set<unknown>();
  let count = 0;

  const fail = (path: string, rule: string, got: string, remedy = "write the value itself"): undefined => {
    problems.push(`${path || "the environment"} must ${rule}, got ${got}; ${remedy}`);
    return undefined;
  };

  const copy = (part: unknown, path: string): unknown => {
    count += 1;
    if (count > MOST_VALUES) {
      return count === MOST_VALUES + 1
        ? fail("", `have at most ${MOST_VALUES} values`, "more", "write fewer values")
        : undefined;
    }
    if (typeof part === "number" && !Number.isFinite(part)) {
      return fail(path, "be a finite number", String(part));
    }
    if (typeof part !== "object" && typeof part !== "function") {
      return typeof part === "bigint" || typeof part === "symbol"
        ? fail(path, PLAIN, typeof part === "bigint" ? `the bigint ${shorten(String(part))}n` : "a symbol")
        : part;
    }
    if (part === null) {
      return null;
    }
    if (above.has(part)) {
      return fail(path, PLAIN, "an object that contains itself");
    }
    if (above.size >= DEEPEST) {
      return fail(path, `be at most ${DEEPEST} levels deep`, "more levels");
    }
    above.add(part);
    try {
      return Array.isArray(part) ? part.map((item, index) => copy(item, `${path}[${index}]`)) : copyObject(part, path);
    } catch {
      return fail(path, "be readable", "an object that throws an error when it is read");
    } finally {
      above.delete(part);
    }
  };

  const copyObject = (part: object, path: string): unknown => {
    const other = otherKind(part);
    if (other !== undefined) {
      return fail(path, path === "" ? "be an object" : PLAIN, other, remedyOf(other));
    }
    const entries: [string, unknown][] = [];
    for (const key of Reflect.ownKeys(part)) {
      const place = typeof key === "symbol" ? `every key of ${path || "the environment"}` : join(path, key);
      if (typeof key === "symbol") {
        fail(place, "be text", "a symbol", "remove the key");
      } else if (key === "__proto__") {
        problems.push(`${place} must not be a key; remove it`);
      } else if (Object.prototype.propertyIsEnumerable.call(part, key)) {
        entries.push([key, readField(part, key, place)]);
      }
    }
    return Object.fromEntries(entries);
  };

  const readField = (part: object, key: string, path: string): unknown => {
    let field: unknown;
    try {
      field = Reflect.get(part, key);
    } catch {
      return fail(path, "be readable", "a getter that throws an error");
    }
    return copy(field, path);
  };

  return { data: copy(value, ""), problems };
}

const PLAIN = "be text, a number, true, false, a list or a plain object";

/** What an object is, if it is not a plain one. */
function otherKind(part: object): string | undefined {
  if (typeof part === "function") {
    return "a function";
  }
  const prototype = Object.getPrototypeOf(part);
  // The prototype of plain objects has no prototype. Its identity differs between contexts of Node.
  if (prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf"))) {
    return undefined;
  }
  const name = typeof prototype.constructor === "function" ? String(prototype.constructor.name) : "";
  return name === "Object" || name === ""
    ? "an object with another prototype"
    : `an instance of ${shorten(name.replace(/\s+/g, " "))}`;
}

function remedyOf(kind: string): string {
  switch (kind) {
    case "a function":
      return "call the function and write its result";
    case "an instance of Promise":
      return "an environment cannot wait for a value, so write the value itself";
    case "an object with another prototype":
      return "remove __proto__ or Object.create";
    default:
      return "write the value itself";
  }
}

function join(path: string, key: string): string {
  const field = /^[\w-]{1,80}$/.test(key) ? key : JSON.stringify(shorten(key));
  return path === "" ? field : `${path}.${field}`;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
