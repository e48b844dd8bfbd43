/** An issuer whose tokens are accepted. */
export interface Issuer {
  /** The exact `iss` claim of its tokens. */
  readonly issuer: string;
  /** Accepted audiences. The `aud` claim of a token must contain one of them. */
  readonly audience: readonly string[];
  /** URL of its public keys. */
  readonly jwksUri: string;
}

/**
 * Reads the environment variable `ISSUERS`: a JSON list of `{issuer, audience, jwksUri}`. `jwksUri` is optional.
 *
 * @throws Error when an entry is incomplete or would accept unintended tokens
 */
export function parseIssuers(text: string): Issuer[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list) || list.length === 0) {
    throw new Error("ISSUERS must be a list of at least one issuer");
  }
  const issuers = list.map(parseIssuer);
  if (new Set(issuers.map(({ issuer }) => issuer)).size < issuers.length) {
    throw new Error("ISSUERS must name each issuer once");
  }
  return issuers;
}

function parseIssuer(entry: Partial<Issuer>): Issuer {
  const { issuer, audience, jwksUri } = entry;
  if (typeof issuer !== "string" || issuer === "") {
    throw new Error("issuer must be the iss claim of its tokens");
  }
  if (
    !Array.isArray(audience) ||
    audience.length === 0 ||
    !audience.every((name) => typeof name === "string" && name)
  ) {
    throw new Error(
      "audience must be a list of at least one name; without it, tokens for other services would be accepted",
    );
  }
  const keys = new URL(jwksUri ?? `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`);
  const loopback = ["127.0.0.1", "[::1]", "localhost"].includes(keys.hostname);
  if (keys.protocol !== "https:" && !(keys.protocol === "http:" && loopback)) {
    throw new Error("jwksUri must be https; keys from a plain connection can be forged");
  }
  return { issuer, audience, jwksUri: keys.href };
}
