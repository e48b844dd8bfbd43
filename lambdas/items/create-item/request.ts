import { createHash } from "node:crypto";
import { type ApiEvent, headerValues } from "../../shared/api-event";
import { Problem } from "../../shared/problem";
import { invalidId, itemId, RESERVED_PREFIX } from "../model/item-id";
import { toJson } from "../model/json";
import { parseObject } from "../model/parse-object";
import { ATTRIBUTES } from "../model/stored-item";
import { type StoredMap, textOf } from "../model/stored-value";
import { type Caller, callerOf } from "./caller";
import { type Replaces, replacesOf } from "./precondition";

/** A valid request. */
export interface CreateRequest {
  readonly id: string;
  /** Attributes that the caller sent, including `item_id`. */
  readonly attributes: StoredMap;
  readonly replaces: Replaces;
  /** Undefined if the API has no authentication. */
  readonly caller: Caller | undefined;
  /** Undefined without an `Idempotency-Key`. */
  readonly idempotency: Idempotency | undefined;
}

/**
 * Hashes of the key and the content of a request. The table stores neither the key nor the body. The hash of the key includes the
 * caller, so that no caller gets the answer to the request of another one.
 */
interface Idempotency {
  readonly key: string;
  readonly fingerprint: string;
}

/** Bytes. JSON of a 400 KB item has at most six times its size, with `\u00xx` escapes. The rest is for white space. */
const LONGEST_BODY = 3 * 1024 * 1024;

const LONGEST_KEY = 255;

const WRITTEN_BY_THE_SERVICE: ReadonlySet<string> = new Set([
  ATTRIBUTES.createdAt,
  ATTRIBUTES.originRegion,
  ATTRIBUTES.version,
]);

/** Reads and checks a request. @throws Problem 400, 413 or 415 with the reason */
export function createRequest(event: ApiEvent): CreateRequest {
  requireJson(event);
  const body = event.body ?? "";
  if (Buffer.byteLength(body) > LONGEST_BODY) {
    throw new Problem(413, "body_too_large", `the body must be at most ${LONGEST_BODY} bytes`);
  }
  const attributes = parseObject(body);
  const id = textOf(attributes[ATTRIBUTES.id]);
  if (id === undefined) {
    throw invalidId("item_id must be a string");
  }
  requireFreeNames(attributes);
  const valid = { id: itemId(id), attributes, replaces: replacesOf(event), caller: callerOf(event) };
  return { ...valid, idempotency: idempotencyOf(event, valid) };
}

function requireJson(event: ApiEvent): void {
  if (event.isBase64Encoded) {
    throw unsupported("the body must be JSON text, not binary");
  }
  const [type = "", ...more] = headerValues(event, "Content-Type");
  if (more.length > 0 || !/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type.trim())) {
    throw unsupported("Content-Type must be application/json in UTF-8");
  }
  if (headerValues(event, "Content-Encoding").some((encoding) => encoding.trim().toLowerCase() !== "identity")) {
    throw unsupported("Content-Encoding is not supported");
  }
}

function requireFreeNames(attributes: StoredMap): void {
  const taken = Object.keys(attributes).find(
    (name) => WRITTEN_BY_THE_SERVICE.has(name) || name.startsWith("aws:") || name.startsWith(RESERVED_PREFIX),
  );
  if (taken !== undefined) {
    throw new Problem(
      400,
      "reserved_name",
      `the service writes the attribute ${JSON.stringify(taken.slice(0, 80))} itself`,
    );
  }
}

function idempotencyOf(
  event: ApiEvent,
  { attributes, replaces, caller }: Pick<CreateRequest, "attributes" | "replaces" | "caller">,
): Idempotency | undefined {
  const [key, ...more] = headerValues(event, "Idempotency-Key");
  if (key === undefined) {
    return undefined;
  }
  if (more.length > 0 || key.length > LONGEST_KEY || !/^[\x21-\x7e]+$/.test(key)) {
    const rule = `one key of 1 to ${LONGEST_KEY} printable ASCII characters without spaces`;
    throw new Problem(400, "invalid_idempotency_key", `Idempotency-Key must be ${rule}`);
  }
  return {
    key: hash(`${key} ${caller?.id ?? ""}`),
    fingerprint: hash(`${JSON.stringify(replaces)}${toJson({ M: attributes })}`),
  };
}

/** 128 bits of SHA-256 as 22 characters: enough to distinguish the few requests of one item. */
function hash(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, 16).toString("base64url");
}

function unsupported(message: string): Problem {
  return new Problem(415, "unsupported_media_type", message);
}
