import type { AwsRequest } from "../protocol/request";

/** A query-protocol request's form, to be changed before moto sees it. */
export function formOf(request: AwsRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString("utf8"));
}

/** The form without the parameters of these names, nor anything below them, as a body. */
export function bodyWithout(request: AwsRequest, ...names: string[]): string {
  const form = formOf(request);
  for (const key of [...form.keys()]) {
    if (names.some((name) => key === name || key.startsWith(`${name}.`))) {
      form.delete(key);
    }
  }
  return form.toString();
}
