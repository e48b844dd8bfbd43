import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import { verifyJwtSync } from "aws-jwt-verify/jwt-verifier";
import type { Issuer } from "./issuers";
import { KeySet } from "./key-set";

/**
 * Asymmetric algorithms only. `none` is a token that anybody writes; an HMAC would take the public key, which everybody
 * has, for the secret.
 */
const ALGORITHMS: readonly string[] = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"];

/** How far the clocks of issuer and function may be apart. */
const CLOCK_SKEW_SECONDS = 30;

/** A token of more is refused unread: API Gateway takes 10,240 bytes of headers in all. */
const LONGEST_TOKEN = 8_192;

/** The library's reasons quote claims, which are as long as their writer likes. */
const LONGEST_REASON = 200;

/** Who a good token speaks for. */
export interface Caller {
  readonly issuer: string;
  readonly subject: string;
}

/** A token that proves nothing. The message is for the log: the caller learns only that it is refused. */
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
   * @throws Refused for a token that is not good
   * @throws KeysUnavailable when nobody can say whether it is
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
  const { sub, exp } = verifyJwtSync(token, jwks, {
    issuer,
    audience: [...audience],
    graceSeconds: CLOCK_SKEW_SECONDS,
  });
  if (exp === undefined) {
    throw new Refused("token that never expires");
  }
  if (!sub) {
    throw new Refused("token without a subject");
  }
  return { issuer, subject: sub };
}

/** Every failure of the library's checks is a refusal: it fails on what the token says and on nothing else. */
function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(String(error).slice(0, LONGEST_REASON));
  }
}
