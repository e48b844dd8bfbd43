/** The scope that each kind of request needs. A request without an entry needs none. */
export interface RequiredScopes {
  /** `GET /items/{item_id}`. */
  readonly read?: string;
  /** `POST /items`. */
  readonly write?: string;
  /** Overwriting items of other owners, in addition to `write`. Without an entry, no caller may do so. */
  readonly admin?: string;
}

/** What a token permits. */
export interface Permissions {
  readonly read: boolean;
  readonly write: boolean;
  readonly admin: boolean;
}

/** A scope, without spaces, quotes and backslashes (RFC 6749, 3.3). */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * Reads the environment variable `SCOPES`: a JSON object with `read`, `write` and `admin`, each optional.
 *
 * @throws Error for another text, so that a typing error does not make a route public
 */
export function parseScopes(text: string | undefined): RequiredScopes {
  const value: unknown = JSON.parse(text ?? "{}");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error("SCOPES must be an object with the scopes read, write and admin");
  }
  for (const [name, scope] of Object.entries(value)) {
    if (!["read", "write", "admin"].includes(name) || typeof scope !== "string" || !SCOPE.test(scope)) {
      throw new Error(`SCOPES must have only read, write and admin, each with one scope, got ${name}`);
    }
  }
  return value;
}

/**
 * The scopes of a token: its claim `scope`, a list in one text (RFC 9068), and its claim `scp`, which issuers write as a list in one
 * text or as an array. Other types grant nothing.
 */
export function grantedScopes(claims: { readonly scope?: unknown; readonly scp?: unknown }): ReadonlySet<string> {
  const { scope, scp } = claims;
  const texts = [scope, ...(Array.isArray(scp) ? scp : [scp])].filter((text) => typeof text === "string");
  return new Set(texts.flatMap((text) => text.split(" ")).filter((one) => one !== ""));
}

/** What the scopes of a token permit. */
export function permissionsOf(needed: RequiredScopes, granted: ReadonlySet<string>): Permissions {
  const has = (scope: string | undefined) => scope === undefined || granted.has(scope);
  return {
    read: has(needed.read),
    write: has(needed.write),
    admin: needed.admin !== undefined && granted.has(needed.admin),
  };
}
