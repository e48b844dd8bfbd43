import type { AwsRequest } from "../protocol/request";

/** The form of a query-protocol request, for changes before moto receives it. */
export function formOf(request: AwsRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString("utf8"));
}

/** The form as a body, without the named parameters and their children. */
export function bodyWithout(request: AwsRequest, ...names: string[]): string {
  const form = formOf(request);
  for (const key of [...form.keys()]) {
    if (names.some((name) => key === name || key.startsWith(`${name}.`))) {
      form.delete(key);
    }
  }
  return form.toString();
}
