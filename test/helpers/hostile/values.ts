/** IDs of items, with characters that have a meaning somewhere. */
export const IDS = [
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
/** Content types that are refused. */
export const BAD_TYPES = [
  "text/plain",
  "application/json; charset=latin1",
  "application/json, text/html",
  "",
  "application/jsonp",
  "*/*",
];
/** Content types that are accepted. */
export const GOOD_TYPES = ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"'];
/** Headers without an effect. */
export const NOISE: readonly (readonly [string, string])[] = [
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
/** Queries that are refused. */
export const BAD_QUERIES = [
  "overwrite=TRUE",
  "overwrite=1",
  "overwrite",
  "overwrite=true&overwrite=true",
  "%6fverwrite=yes",
  "overwrite=true%00",
  "overwrite=tr%0aue",
];
/** Queries without an effect. */
export const OTHER_QUERIES = [
  "Overwrite=true",
  "overwrite[]=true",
  "x=%ff",
  "a=1&a=2&b",
  "__proto__=1",
  `x=${"y".repeat(4_000)}`,
  "&&=&",
];
/** Values of If-Match and If-None-Match that are refused. */
export const BAD_TAGS = ["1-a", '"a', "'a'", "**", '"a",', "W/*", '"é"', '"a" "b"'];
/** Values of Idempotency-Key that are refused. */
export const BAD_KEYS = ["", "a b", "é", "k".repeat(256)];
/** IDs that are refused. */
export const BAD_IDS = [".", "..", "_tierra_heartbeat", "_tierra", "x".repeat(2049), "é".repeat(1025)];
/** Methods without a route. */
export const METHODS = ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"];
/** Paths without a route. */
export const NO_ROUTE = [
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
/** Paths of the route for items with an invalid ID. */
export const BAD_PATHS = [
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
