import type { RawAnswer } from "./raw-client";

/** The condition of a POST. */
export interface Condition {
  readonly overwrite?: string;
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
}

/** A POST that the service must understand: its condition, key and content decide the answer. */
export interface Post {
  readonly id: string;
  readonly condition: Condition;
  readonly key: string | undefined;
  /** The same text for equal bodies and conditions. */
  readonly content: string;
}

interface Stored {
  readonly tag: string;
  /** The item in the text of the answer. */
  readonly item: string;
  /** Requests with keys, latest first. */
  readonly keys: readonly { readonly key: string; readonly content: string; readonly answer: RawAnswer }[];
}

/** Requests with keys that an item remembers, unless it is large. */
const REMEMBERED = 5;

/** Text that must not be in an answer. */
const INTERNALS =
  /arn:|Exception|\bat \w+ \(|MyGlobalTable|127\.0\.0\.1|node_modules|handler\.js|"stack"|_tierra_(write|owner|requests)"/;

/** The items of one region as the answers must show them, if requests come one after the other. */
export class Oracle {
  private readonly items = new Map<string, Stored>();

  /** IDs of stored items. */
  get ids(): string[] {
    return [...this.items.keys()];
  }

  /** ETag of an item. */
  tagOf(id: string): string | undefined {
    return this.items.get(id)?.tag;
  }

  /** The status of a valid POST, and the earlier answer if it is a retry. */
  expectPost({ id, condition, key, content }: Post): { readonly status: number; readonly repeats?: RawAnswer } {
    const { overwrite, ifMatch, ifNoneMatch } = condition;
    if ([overwrite, ifMatch, ifNoneMatch].filter((one) => one !== undefined).length > 1) {
      return { status: 400 };
    }
    const stored = this.items.get(id);
    const known = stored?.keys.find((one) => one.key === key);
    if (known) {
      return known.content === content ? { status: known.answer.status, repeats: known.answer } : { status: 422 };
    }
    if (ifMatch !== undefined) {
      return { status: stored && (ifMatch === "*" || ifMatch.includes(stored.tag)) ? 200 : 412 };
    }
    if (!stored) {
      return { status: 201 };
    }
    return { status: overwrite === "true" ? 200 : ifNoneMatch === "*" ? 412 : 409 };
  }

  /** Records an acknowledged write. */
  record({ id, key, content }: Post, answer: RawAnswer): void {
    const earlier = this.items.get(id)?.keys ?? [];
    const keys = key === undefined ? earlier : [{ key, content, answer }, ...earlier].slice(0, REMEMBERED);
    const item = answer.text.slice('{"item":'.length, -1);
    this.items.set(id, { tag: answer.headers.get("etag") ?? "", item, keys });
  }

  /** The text of a GET's answer, or undefined if there is no item. */
  expectGet(id: string, region: string): string | undefined {
    const stored = this.items.get(id);
    return stored && `{"item":${stored.item},"retrieved_from":"${region}"}`;
  }
}

/** Faults of any answer, whatever the request. */
export function faultsOf({ status, headers, text }: RawAnswer): string[] {
  const faults = [
    ...(status >= 500 ? [`answered ${status}`] : []),
    ...(INTERNALS.test(text) ? ["shows internals"] : []),
    ...(status === 304 && text !== "" ? ["304 has a body"] : []),
  ];
  if (status >= 400) {
    const type = headers.get("content-type");
    const shape = /^\{"error":\{"code":"[a-z0-9_]+","message":".+","request_id":"[\w-]+"\}\}$/s.test(text);
    faults.push(...(shape && type === "application/json" ? [] : [`error is ${JSON.stringify(text.slice(0, 80))}`]));
  }
  return faults;
}
