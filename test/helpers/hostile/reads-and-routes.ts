import type { HostileRequest } from "./hostile-request";
import type { Oracle } from "./oracle";
import { idOf } from "./posts";
import type { Random } from "./random";
import type { RawRequest } from "./raw-client";
import { BAD_PATHS, BAD_TAGS, METHODS, NO_ROUTE } from "./values";

/** A GET of an item with a random condition. */
export function hostileGet(random: Random, oracle: Oracle, prefix: string): HostileRequest {
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

/** A request for another route or method, or bytes that are not HTTP. */
export function hostileRoute(random: Random): HostileRequest {
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
