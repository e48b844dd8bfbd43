import type { AwsRequest } from "../protocol/request";
import type { Change } from "./feature";
import { formOf } from "./forms";

/**
 * A request for another action of the same service, in the protocol of the call.
 * Lists become the query protocol's `member` elements.
 */
export function asking(
  request: AwsRequest,
  action: string,
  params: Readonly<Record<string, string | readonly string[]>>,
): Change {
  if (request.protocol === "json") {
    const target = `${request.headers["x-amz-target"]}`.replace(/[^.]+$/, action);
    return { headers: { "x-amz-target": target }, body: JSON.stringify(params) };
  }
  const form = new URLSearchParams({ Action: action, Version: formOf(request).get("Version") ?? "" });
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "string") {
      form.set(name, value);
    } else {
      for (const [index, one] of value.entries()) {
        form.set(`${name}.member.${index + 1}`, one);
      }
    }
  }
  return { body: form.toString() };
}
