import { assertIsJwks, type Jwks } from "aws-jwt-verify/jwk";
import { withDeadline } from "../../shared/deadline";

/** Milliseconds for one fetch. API Gateway waits 29 s at most for an authorizer, its callers less. */
const FETCH_MS = 2_000;

/** Keys are fetched again after this long, so that a withdrawn key is not trusted for as long as the function lives. */
const FRESH_MS = 10 * 60_000;

/** Keys that cannot be fetched again are used for this long, so that an issuer's outage does not become ours. */
const USABLE_MS = 60 * 60_000;

/** Pause between fetches: tokens with invented key ids must not turn into requests to the issuer. */
const PAUSE_MS = 10_000;

/** The issuer's keys could not be had: nobody can say whether the token is good. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";
}

type Fetcher = (uri: string) => Promise<Jwks>;

/** The public keys of one issuer, fetched when they are needed and kept while they are good. */
export class KeySet {
  private readonly uri: string;
  private readonly fetchKeys: Fetcher;
  private readonly clock: () => number;
  private keys: { readonly jwks: Jwks; readonly at: number } | undefined;
  private attemptedAt = Number.NEGATIVE_INFINITY;
  private lastError: unknown;
  private underWay: Promise<void> | undefined;

  /** @param clock milliseconds that never run backwards */
  constructor(uri: string, fetchKeys: Fetcher = download, clock: () => number = () => performance.now()) {
    this.uri = uri;
    this.fetchKeys = fetchKeys;
    this.clock = clock;
  }

  /**
   * The keys, fetched anew when they are old or do not know `kid`.
   *
   * @throws KeysUnavailable when there are none that may still be used
   */
  async current(kid: string | undefined): Promise<Jwks> {
    const age = this.keys ? this.clock() - this.keys.at : Number.POSITIVE_INFINITY;
    const knows = this.keys?.jwks.keys.some((key) => key.kid === kid) ?? false;
    if (age >= FRESH_MS || !knows) {
      await this.refresh();
    }
    if (!this.keys || this.clock() - this.keys.at >= USABLE_MS) {
      throw new KeysUnavailable(`no keys from ${this.uri}`, { cause: this.lastError });
    }
    return this.keys.jwks;
  }

  /** Fetches unless that was tried a moment ago. Failure leaves the keys as they are. */
  private refresh(): Promise<void> {
    if (this.underWay) {
      return this.underWay;
    }
    if (this.clock() - this.attemptedAt < PAUSE_MS) {
      return Promise.resolve();
    }
    this.attemptedAt = this.clock();
    this.underWay = this.fetchKeys(this.uri)
      .then(
        (jwks) => {
          this.keys = { jwks, at: this.clock() };
        },
        (error: unknown) => {
          this.lastError = error;
        },
      )
      .finally(() => {
        this.underWay = undefined;
      });
    return this.underWay;
  }
}

function download(uri: string): Promise<Jwks> {
  return withDeadline(`fetching ${uri}`, FETCH_MS, async (signal) => {
    // A redirect would move the trust in this address to whatever it names.
    const response = await fetch(uri, { redirect: "error", signal });
    if (!response.ok) {
      throw new Error(`${uri} answered ${response.status}`);
    }
    const jwks = (await response.json()) as Jwks;
    assertIsJwks(jwks);
    return jwks;
  });
}
