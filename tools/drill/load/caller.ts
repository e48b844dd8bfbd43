import { type Credentials, type RequestToSign, signRequest } from "../../shared/sign-request";

/** Adds what the API needs to know the caller. */
export type Caller = (request: RequestToSign) => Promise<{
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}>;

/** `auth: none`. */
export const anonymousCaller: Caller = async ({ url, headers = {} }) => ({ url, headers });

/** `auth: jwt`. The token must be valid for the whole drill. */
export function tokenCaller(token: string): Caller {
  return async ({ url, headers = {} }) => ({ url, headers: { ...headers, authorization: `Bearer ${token}` } });
}

/** `auth: iam`. @param credentials called for each request, because temporary credentials expire */
export function signingCaller(credentials: () => Promise<Credentials>): Caller {
  return async (request) => {
    const { url, headers } = await signRequest(request, await credentials());
    return { url, headers };
  };
}
