/** One party whose tokens are accepted. */
export interface Issuer {
  /** The exact `iss` of its tokens. */
  readonly issuer: string;
  /** A token is for us when its `aud` names one of these. */
  readonly audience: readonly string[];
  /** Where its public keys are. */
  readonly jwksUri: string;
}

/**
 * Reads the variable `ISSUERS`: a JSON list of `{issuer, audience, jwksUri}`, of which `jwksUri` may be left out.
 *
 * @throws Error when an entry could let in a token that nobody meant to accept
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
    throw new Error("issuer must be the iss of its tokens");
  }
  if (
    !Array.isArray(audience) ||
    audience.length === 0 ||
    !audience.every((name) => typeof name === "string" && name)
  ) {
    throw new Error("audience must be a list of at least one name; without it a token for anybody would do");
  }
  const keys = new URL(jwksUri ?? `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`);
  const loopback = ["127.0.0.1", "[::1]", "localhost"].includes(keys.hostname);
  if (keys.protocol !== "https:" && !(keys.protocol === "http:" && loopback)) {
    throw new Error("jwksUri must be https; keys that came in the clear prove nothing");
  }
  return { issuer, audience, jwksUri: keys.href };
}
