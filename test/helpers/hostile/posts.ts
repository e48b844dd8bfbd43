import { hostileBody, validBody } from "./bodies";
import type { HostileRequest } from "./hostile-request";
import type { Condition, Oracle } from "./oracle";
import type { Random } from "./random";
import { BAD_IDS, BAD_KEYS, BAD_QUERIES, BAD_TAGS, BAD_TYPES, GOOD_TYPES, IDS, NOISE, OTHER_QUERIES } from "./values";

/** A random ID of an item. */
export function idOf(random: Random, prefix: string): string {
  return `${prefix}${random.pick(IDS)}${random.below(2)}`;
}

/** The content of a POST: equal for bodies that differ only in white space, escapes, order and the sign of zero. */
export function contentOf(body: string, condition: Condition): string {
  return `${JSON.stringify(JSON.parse(body, sorted))} ${JSON.stringify(condition)}`;
}

function sorted(_name: string, value: unknown): unknown {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)) : value;
}

/** A POST with a random body, type, key, condition and query. */
export function hostilePost(random: Random, oracle: Oracle, prefix: string): HostileRequest {
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
    headers.push(["Content-Type", random.pick(GOOD_TYPES)]);
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
  const content = contentOf(body.bytes.toString(), condition);
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
