import { assertIsJwks, type Jwks } from "aws-jwt-verify/jwk";
import { withDeadline } from "../../shared/deadline";

/** Timeout of one download, in milliseconds. API Gateway waits at most 29 s for an authorizer, and most clients wait less. */
const FETCH_MS = 2_000;

/** Age after which keys are downloaded again, so that the function does not accept a withdrawn key longer. */
const FRESH_MS = 10 * 60_000;

/** Longest use of keys that cannot be downloaded again. Tokens stay valid during a shorter outage of the issuer. */
const USABLE_MS = 60 * 60_000;

/** Shortest interval between downloads. Tokens with invented key IDs must not cause requests to the issuer. */
const PAUSE_MS = 10_000;

/** The issuer's keys are not available, so that the token cannot be verified. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";
}

type Fetcher = (uri: string) => Promise<Jwks>;

/** The public keys of one issuer, downloaded on demand and cached. */
export class KeySet {
  private readonly uri: string;
  private readonly fetchKeys: Fetcher;
  private readonly clock: () => number;
  private readonly onFailure: (error: unknown) => void;
  private keys: { readonly jwks: Jwks; readonly at: number } | undefined;
  private attemptedAt = Number.NEGATIVE_INFINITY;
  private lastError: unknown;
  private underWay: Promise<void> | undefined;

  /**
   * @param clock monotonic clock in milliseconds
   * @param onFailure called once per failed download, also while older keys are still usable
   */
  constructor(
    uri: string,
    fetchKeys: Fetcher = download,
    clock: () => number = () => performance.now(),
    onFailure: (error: unknown) => void = () => undefined,
  ) {
    this.uri = uri;
    this.fetchKeys = fetchKeys;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /**
   * The keys. Downloads them again if they are too old or do not contain `kid`.
   *
   * @throws KeysUnavailable when there are no keys, or only keys that are too old
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

  /** Downloads the keys, unless the last attempt was within {@link PAUSE_MS}. A failure does not change the keys. */
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
          this.onFailure(error);
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
    // After a redirect, the keys would come from an address that is not configured.
    const response = await fetch(uri, { redirect: "error", signal });
    if (!response.ok) {
      throw new Error(`${uri} answered ${response.status}`);
    }
    const jwks = (await response.json()) as Jwks;
    assertIsJwks(jwks);
    return jwks;
  });
}
