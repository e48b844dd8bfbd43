import type { AwsRequest } from "../protocol/request";

/** A copy of the form of a query-protocol request. It can be changed before it is sent to moto. */
export function formOf(request: AwsRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString("utf8"));
}

/** The form without the parameters of these names, and without their children, as a body. */
export function bodyWithout(request: AwsRequest, ...names: string[]): string {
  const form = formOf(request);
  for (const key of [...form.keys()]) {
    if (names.some((name) => key === name || key.startsWith(`${name}.`))) {
      form.delete(key);
    }
  }
  return form.toString();
}
