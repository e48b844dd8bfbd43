import { hostileBody, validBody } from "./bodies";
import type { Condition, Oracle, Post } from "./oracle";
import type { Random } from "./random";
import type { RawRequest } from "./raw-client";

/** A request, and what its answer must be. */
export interface HostileRequest {
  readonly kind: string;
  readonly raw: RawRequest;
  readonly expected:
    | { readonly type: "refused"; readonly statuses: readonly number[] }
    /** The HTTP server refuses the bytes before API Gateway sees a request. */
    | { readonly type: "not-http" }
    | { readonly type: "post"; readonly post: Post; readonly isLarge: boolean }
    | { readonly type: "get"; readonly id: string; readonly isKnown: boolean };
}

const IDS = [
  "plain",
  "a/b",
  "a//b",
  "../../etc/passwd",
  "100%",
  "%2e%2e",
  "é",
  "e\u0301",
  "ﬁ",
  "\u0000",
  "\u202e",
  "👩‍👩‍👧",
  "__proto__",
  "constructor",
  "a b",
  "a+b",
  "?x=1#y",
  "~!*'();:@&=$,[]",
  "\\..\\",
  "\ufeff",
  "x".repeat(2000),
];
const BAD_TYPES = [
  "text/plain",
  "application/json; charset=latin1",
  "application/json, text/html",
  "",
  "application/jsonp",
  "*/*",
];
const GOOD_TYPES = [
  "application/json",
  "Application/JSON; charset=UTF-8",
  'application/json;charset="utf-8"',
  "application/json ; ",
];
const NOISE: readonly (readonly [string, string])[] = [
  ["X-HTTP-Method-Override", "DELETE"],
  ["X-Forwarded-Host", "evil.example"],
  ["X-Amzn-Trace-Id", "Root=1-0-0"],
  ["__proto__", "x"],
  ["constructor", "x"],
  ["Cookie", "c".repeat(8_000)],
  ["Range", "bytes=0-1"],
  ["Accept", "application/xml"],
  ["Content-Encoding", "identity"],
];
const BAD_QUERIES = [
  "overwrite=TRUE",
  "overwrite=1",
  "overwrite",
  "overwrite=true&overwrite=true",
  "%6fverwrite=yes",
  "overwrite=true%00",
  "overwrite=tr%0aue",
];
const OTHER_QUERIES = [
  "Overwrite=true",
  "overwrite[]=true",
  "x=%ff",
  "a=1&a=2&b",
  "__proto__=1",
  `x=${"y".repeat(4_000)}`,
  "&&=&",
];
const BAD_TAGS = ["1-a", '"a', "'a'", "**", '"a",', "W/*", '"é"', '"a" "b"'];
const BAD_KEYS = ["", "a b", "é", "k".repeat(256)];
const BAD_IDS = [".", "..", "_tierra_heartbeat", "_tierra", "x".repeat(2049), "é".repeat(1025)];
const METHODS = ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"];
const NO_ROUTE = [
  "/",
  "/item",
  "/items/",
  "/items/a/b",
  "//items",
  "/ITEMS",
  "/items%2Fa",
  "/items/../health/x",
  "/_control",
  "/health/",
];
const BAD_PATHS = [
  "/items/%ff",
  "/items/%c0%af",
  "/items/%e0%80%af",
  "/items/%",
  "/items/%zz",
  "/items/%ed%a0%80",
  "/items/%2e",
  "/items/..",
  "/items/%2e%2e",
];

/** Makes a random request for a region. `oracle` knows its items. */
export function hostileRequest(random: Random, oracle: Oracle, prefix: string): HostileRequest {
  const roll = random.next();
  if (roll < 0.6) {
    return hostilePost(random, oracle, prefix);
  }
  return roll < 0.8 ? hostileGet(random, oracle, prefix) : hostileRoute(random);
}

function idOf(random: Random, prefix: string): string {
  return `${prefix}${random.pick(IDS)}${random.below(2)}`;
}

function hostilePost(random: Random, oracle: Oracle, prefix: string): HostileRequest {
  const id = random.chance(0.05) ? random.pick(BAD_IDS) : idOf(random, prefix);
  const body = BAD_IDS.includes(id)
    ? { kind: "bad id", bytes: validBody(random, id), outcome: [400] }
    : hostileBody(random, id);
  const statuses: number[] = body.outcome === "valid" ? [] : [...body.outcome];
  const headers: [string, string][] = [];
  const kinds = [body.kind];
  const add = (kind: string, status: number, ...more: [string, string][]) => {
    kinds.push(kind);
    statuses.push(status);
    headers.push(...more);
  };

  if (random.chance(0.06)) {
    add("content type", 415, ["Content-Type", random.pick(BAD_TYPES)]);
  } else if (random.chance(0.03)) {
    add("two content types", 415, ["Content-Type", "application/json"], ["content-type", "application/json"]);
  } else if (random.chance(0.02)) {
    add("no content type", 415);
  } else {
    headers.push(["Content-Type", random.pick(GOOD_TYPES.slice(0, 3))]);
  }
  if (random.chance(0.03)) {
    add("content encoding", 415, ["Content-Encoding", random.pick(["gzip", "br", "identity, gzip", ""])]);
  }
  headers.push(...(random.chance(0.3) ? [[...random.pick(NOISE)] as [string, string]] : []));

  let key: string | undefined;
  if (random.chance(0.05)) {
    add("bad key", 400, ["Idempotency-Key", random.pick(BAD_KEYS)]);
  } else if (random.chance(0.03)) {
    add("two keys", 400, ["Idempotency-Key", "a"], ["idempotency-key", "a"]);
  } else if (random.chance(0.4)) {
    key = `key-${random.below(2)}`;
    headers.push([random.pick(["Idempotency-Key", "IDEMPOTENCY-KEY"]), key]);
  }

  const condition = conditionOf(random, oracle.tagOf(id));
  headers.push(...(condition.ifMatch === undefined ? [] : [["If-Match", condition.ifMatch] as [string, string]]));
  headers.push(
    ...(condition.ifNoneMatch === undefined ? [] : [["If-None-Match", condition.ifNoneMatch] as [string, string]]),
  );
  if (random.chance(0.04)) {
    add("bad tag", 400, [random.pick(["If-Match", "If-None-Match"]), random.pick(BAD_TAGS)]);
  }
  const queries = condition.overwrite === undefined ? [] : [`overwrite=${condition.overwrite}`];
  if (random.chance(0.04)) {
    kinds.push("bad query");
    statuses.push(400);
    queries.push(random.pick(BAD_QUERIES));
  } else if (random.chance(0.1)) {
    queries.push(random.pick(OTHER_QUERIES));
  }
  const raw = {
    method: "POST",
    target: `/items${queries.length > 0 ? `?${queries.join("&")}` : ""}`,
    headers,
    body: body.bytes,
  };
  const kind = `POST ${kinds.join(", ")}`;
  if (statuses.length > 0) {
    // The condition of a request with another fault can be a further fault.
    return { kind, raw, expected: { type: "refused", statuses: [...statuses, 400] } };
  }
  const content = `${body.bytes.toString("latin1")} ${JSON.stringify(condition)}`;
  return {
    kind,
    raw,
    expected: { type: "post", post: { id, condition, key, content }, isLarge: body.bytes.length > 390_000 },
  };
}

/** Every combination of the three conditions. */
function conditionOf(random: Random, tag: string | undefined): Condition {
  const tags = [tag ?? '"1-none"', '"1-none"', `"1-none", ${tag ?? '""'}`, "*"];
  return {
    ...(random.chance(0.25) ? { overwrite: random.pick(["true", "true", "false"]) } : {}),
    ...(random.chance(0.25) ? { ifMatch: random.pick(tags) } : {}),
    ...(random.chance(0.15) ? { ifNoneMatch: "*" } : {}),
  };
}

function hostileGet(random: Random, oracle: Oracle, prefix: string): HostileRequest {
  const id = random.chance(0.7) && oracle.ids.length > 0 ? random.pick(oracle.ids) : idOf(random, prefix);
  const tag = oracle.tagOf(id);
  const headers: [string, string][] = [];
  let isKnown = false;
  if (random.chance(0.1)) {
    headers.push(["If-None-Match", random.pick(BAD_TAGS)]);
    const raw = { method: "GET", target: `/items/${encodeURIComponent(id)}`, headers, body: Buffer.alloc(0) };
    return { kind: "GET bad tag", raw, expected: { type: "refused", statuses: [400] } };
  }
  if (random.chance(0.4)) {
    const value = random.pick([tag ?? '"x"', `W/${tag ?? '"x"'}`, `"a", ${tag ?? '"x"'}`, "*", '"1-none"']);
    headers.push(["If-None-Match", value]);
    isKnown = tag !== undefined && (value === "*" || value.includes(tag));
  }
  const target = `/items/${encodeURIComponent(id)}${random.pick(["", "", "?x=1", "?overwrite=true"])}`;
  return {
    kind: "GET",
    raw: { method: "GET", target, headers, body: Buffer.alloc(0) },
    expected: { type: "get", id, isKnown },
  };
}

function hostileRoute(random: Random): HostileRequest {
  const body = Buffer.from('{"item_id":"route"}');
  const json: [string, string][] = [["Content-Type", "application/json"]];
  const refuse = (kind: string, method: string, target: string, ...statuses: number[]): HostileRequest => ({
    kind,
    raw: { method, target, headers: json, body: method === "POST" ? body : Buffer.alloc(0) },
    expected: { type: "refused", statuses },
  });
  const notHttp = (kind: string, raw: Partial<RawRequest>): HostileRequest => ({
    kind,
    raw: { method: "POST", target: "/items", headers: json, body, ...raw },
    expected: { type: "not-http" },
  });
  return random.pick<() => HostileRequest>([
    () => refuse("method", random.pick(METHODS), random.pick(["/items", "/items/a", "/health"]), 403),
    () => refuse("no route", random.pick(["GET", "POST"]), random.pick(NO_ROUTE), 403),
    () => refuse("bad path", "GET", random.pick(BAD_PATHS), 400),
    () => refuse("long path", "GET", `/items/${"x".repeat(2_049 + random.below(3_000))}`, 400),
    () => notHttp("NUL in a header", { headers: [...json, ["X-A", "a\0b"]] }),
    () =>
      notHttp("length and chunks", { headers: [...json, ["Transfer-Encoding", "chunked"], ["Content-Length", "5"]] }),
    () => notHttp("two lengths", { headers: [...json, ["Content-Length", "5"], ["Content-Length", "6"]] }),
    () => notHttp("space before the colon", { headers: [["Content-Type ", "application/json"]] }),
    () => notHttp("unknown method", { method: "STEAL" }),
    () => notHttp("space in the path", { target: "/items /x" }),
  ])();
}
