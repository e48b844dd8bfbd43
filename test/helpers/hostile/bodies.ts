import type { Random } from "./random";

/** A body and whether the service must accept it. */
export interface HostileBody {
  readonly kind: string;
  readonly bytes: Buffer;
  /** Statuses that refuse it, or `valid`. */
  readonly outcome: "valid" | readonly number[];
}

const NAMES = [
  "a",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "length",
  "then",
  "toJSON",
  "$ref",
  "#id",
  "é",
  "e\u0301",
  "ﬁ",
  "名前",
  "👩‍👩‍👧",
  "\u0000",
  "a.b[0]",
  "N",
  "S",
];
const NUMBERS = [
  "0",
  "-0",
  "1E2",
  "0.1",
  "-1.5e-7",
  "9".repeat(38),
  "1e-130",
  "9.9e125",
  "123456789012345678901234567890",
];
const STRINGS = [
  "",
  "x",
  "\u0000\u001f",
  "\u2028\u2029",
  '"\\/',
  "${jndi:ldap://x}",
  "'; DROP TABLE items;--",
  "\u202eabc",
  "Å",
  "Å",
];
const BAD_NUMBERS = ["1e126", "1e400", "-1e99999", "1e-131", "9".repeat(39), `0.${"1".repeat(39)}`];
const BAD_SYNTAX = [
  "01",
  "+1",
  ".5",
  "1.",
  "NaN",
  "Infinity",
  "0x10",
  "'x'",
  "undefined",
  "tru",
  "[1,]",
  "{,}",
  '"\n"',
  '"\\x41"',
  "1 2",
  "/**/1",
];
const BAD_BYTES = [
  [0xff],
  [0xc0, 0xaf],
  [0xe0, 0x80, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc3],
  [0x80],
  [0xef, 0xbf, 0xbd],
];
const RESERVED = [
  "version",
  "created_at",
  "origin_region",
  "aws:rep:deleting",
  "_tierra_owner",
  "_tierra_requests",
  "_tierra_x",
];

/** Text of a random JSON value that the service can store. `depth` levels remain. */
function jsonText(random: Random, depth: number): string {
  const kind = random.below(depth > 0 ? 6 : 4);
  if (kind < 4) {
    return [random.pick(NUMBERS), JSON.stringify(random.pick(STRINGS)), "null", "false"][kind] as string;
  }
  const members = Array.from({ length: random.below(4) }, () => jsonText(random, depth - 1));
  if (kind === 4) {
    return `[${members.join(random.pick([",", " , ", ",\n\t"]))}]`;
  }
  const offset = random.below(NAMES.length);
  // Different names, because two equal ones are refused.
  const named = members.map(
    (member, index) => `${escaped(random, NAMES[(offset + index) % NAMES.length] as string)}:${member}`,
  );
  return `{${named.join(",")}}`;
}

/** A name in JSON, with random escapes. */
function escaped(random: Random, name: string): string {
  const unicode = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return random.chance(0.2) ? `"${name.split("").map(unicode).join("")}"` : JSON.stringify(name);
}

type Make = (random: Random, id: string) => HostileBody;

/** An item with one more member. */
function item(id: string, member: string): Buffer {
  return Buffer.from(`{"item_id":${JSON.stringify(id)},${member}}`);
}

function refused(kind: string, bytes: Buffer, ...statuses: number[]): HostileBody {
  return { kind, bytes, outcome: statuses };
}

const valid: Make = (random, id) => ({
  kind: "valid",
  bytes: item(id, `"x":${jsonText(random, 5)}`),
  outcome: "valid",
});

/** Every kind of body once. */
const KINDS: readonly Make[] = [
  (random, id) => refused("bad number", item(id, `"x":[${random.pick(BAD_NUMBERS)}]`), 400),
  (random, id) => refused("bad syntax", item(id, `"x":${random.pick(BAD_SYNTAX)}`), 400),
  (random, id) => {
    const [before, after] = [Buffer.from(`{"item_id":${JSON.stringify(id)},"x":"`), Buffer.from('"}')];
    return refused("invalid UTF-8", Buffer.concat([before, Buffer.from(random.pick(BAD_BYTES)), after]), 400);
  },
  (_, id) => refused("byte order mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), item(id, '"x":1')]), 400),
  (_, id) => refused("UTF-16", Buffer.from(item(id, '"x":1').toString(), "utf16le"), 400),
  (random, id) =>
    refused("lone surrogate", item(id, `"x":"${random.pick(["\\ud800", "\\udfff", "\\udc00\\ud800"])}"`), 400),
  (random, id) => refused("duplicate name", item(id, `"x":{"y":[{"k":1,"${random.pick(["k", "\\u006b"])}":2}]}`), 400),
  (random, id) => refused("duplicate id", item(id, `"${random.pick(["item_id", "item\\u005fid"])}":"other"`), 400),
  (random, id) => refused("reserved name", item(id, `${escaped(random, random.pick(RESERVED))}:"x"`), 400),
  (random, id) =>
    refused("__proto__", item(id, `"x":{"${random.pick(["__proto__", "\\u005f_proto__"])}":{"admin":true}}`), 400),
  (_, id) => refused("empty name", item(id, '"x":{"":1}'), 400),
  (random, id) => {
    const depth = 30 + random.below(5);
    const bytes = item(id, `"x":${"[".repeat(depth)}${"]".repeat(depth)}`);
    return { kind: "deep", bytes, outcome: depth > 32 ? [400] : "valid" };
  },
  (_, id) => refused("very deep", item(id, `"x":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`), 400),
  (_, id) => refused("open brackets", item(id, `"x":${"[".repeat(200_000)}`), 400),
  (random, id) => refused("cut off", item(id, '"x":"yyyy"').subarray(0, 2 + random.below(20)), 400),
  (random, id) =>
    refused("not an object", Buffer.from(random.pick(["[]", "1", "null", `"${id.length}"`, "", " "])), 400),
  (random) =>
    refused(
      "id of another type",
      Buffer.from(`{"item_id":${random.pick(["1", "null", "[]", "{}", "true", '""'])}}`),
      400,
    ),
  (random, id) => {
    const room = 399 * 1024 - "item_id".length - Buffer.byteLength(id) - "x".length;
    const more = random.below(5) - 2;
    return { kind: "large", bytes: item(id, `"x":"${"y".repeat(room + more)}"`), outcome: more > 0 ? [413] : "valid" };
  },
  (_, id) => refused("over 3 MB", item(id, `"x":"${"y".repeat(3 * 1024 * 1024)}"`), 413),
  (_, id) => ({ kind: "much white space", bytes: item(id, `${" ".repeat(100_000)}"x":1`), outcome: "valid" }),
  (_, id) => ({
    kind: "many names",
    bytes: item(id, Array.from({ length: 5_000 }, (_x, n) => `"n${n}":${n}`).join(",")),
    outcome: "valid",
  }),
];

/** A random body for an item. Large ones are rare, because they take time. */
export function hostileBody(random: Random, id: string): HostileBody {
  if (random.chance(0.35)) {
    return valid(random, id);
  }
  const make = random.pick(KINDS);
  const body = make(random, id);
  return body.bytes.length > 100_000 && random.chance(0.7) ? valid(random, id) : body;
}

/** A body that the service accepts. */
export function validBody(random: Random, id: string): Buffer {
  return valid(random, id).bytes;
}
