import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import { verifyJwtSync } from "aws-jwt-verify/jwt-verifier";
import type { Issuer } from "./issuers";
import { KeySet } from "./key-set";
import { grantedScopes } from "./scopes";

/**
 * Asymmetric algorithms only. Anyone can write a token with the algorithm `none`. An HMAC would use the issuer's public key as the
 * secret.
 */
const ALGORITHMS: readonly string[] = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"];

/** Accepted difference between the clocks of the issuer and the function. */
const CLOCK_SKEW_SECONDS = 30;

/** Longest token, in characters. API Gateway accepts 10,240 bytes for all headers. */
const LONGEST_TOKEN = 8_192;

/** Longest reason in the log, in characters. The library's errors quote claims of any length. */
const LONGEST_REASON = 200;

/**
 * A subject: at most 255 ASCII characters (OpenID Connect Core, 2). Without quotes, backslashes and control characters, because API
 * Gateway writes it into lines of JSON in the access log.
 */
const SUBJECT = /^[\x20\x21\x23-\x5b\x5d-\x7e]{1,255}$/;

/** Issuer, subject and scopes of an accepted token. */
export interface Caller {
  readonly issuer: string;
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
}

/** The token is invalid. The message is for the log only. The caller gets a 401 without a reason. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Verifies bearer tokens of several issuers. */
export class TokenVerifier {
  private readonly issuers: ReadonlyMap<string, { readonly issuer: Issuer; readonly keys: KeySet }>;

  constructor(issuers: readonly Issuer[], keySet: (uri: string) => KeySet = (uri) => new KeySet(uri)) {
    this.issuers = new Map(issuers.map((issuer) => [issuer.issuer, { issuer, keys: keySet(issuer.jwksUri) }]));
  }

  /**
   * @param authorization the header's value, `Bearer <token>`
   * @throws Refused for an invalid token
   * @throws KeysUnavailable when the keys to verify it are not available
   */
  async verify(authorization: string): Promise<Caller> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (!token || token.length > LONGEST_TOKEN) {
      throw new Refused("not a bearer token of three parts");
    }
    const { header, payload } = refusing(() => decomposeUnverifiedJwt(token));
    const known = this.issuers.get(payload.iss ?? "");
    if (!known) {
      throw new Refused("unknown issuer");
    }
    if (!ALGORITHMS.includes(header.alg ?? "")) {
      throw new Refused("algorithm not allowed");
    }
    const jwks = await known.keys.current(header.kid);
    return refusing(() => check(token, jwks, known.issuer));
  }
}

function check(token: string, jwks: Parameters<typeof verifyJwtSync>[1], { issuer, audience }: Issuer): Caller {
  const { sub, exp, ...claims } = verifyJwtSync(token, jwks, {
    issuer,
    audience: [...audience],
    graceSeconds: CLOCK_SKEW_SECONDS,
  });
  if (exp === undefined) {
    throw new Refused("token that never expires");
  }
  if (typeof sub !== "string" || !SUBJECT.test(sub)) {
    throw new Refused("token without a subject of 1 to 255 printable ASCII characters");
  }
  return { issuer, subject: sub, scopes: grantedScopes(claims) };
}

/** Converts every error of the library's checks to a refusal. The checks depend on the token only. */
function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(String(error).slice(0, LONGEST_REASON));
  }
}
