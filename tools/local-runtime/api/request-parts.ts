import type { IncomingMessage } from "node:http";
import type { ReceivedRequest } from "./signatures/canonical-request";

/** Names and values of Node's `rawHeaders`. */
export function pairs(raw: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    found.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  }
  return found;
}

/** All values of each name. */
export function valuesByName(entries: Iterable<readonly [string, string]>): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of entries) {
    const known = values.get(name);
    if (known) {
      known.push(value);
    } else {
      values.set(name, [value]);
    }
  }
  return values;
}

/** A request as its signature covers it. */
export function received(message: IncomingMessage, body: Buffer): ReceivedRequest {
  const headers = pairs(message.rawHeaders).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { method: message.method ?? "GET", target: message.url ?? "/", headers: valuesByName(headers), body };
}
