import { createHmac, type KeyObject, timingSafeEqual, verify } from "node:crypto";
import { parseAuthorization, type SignedAuthorization } from "./authorization-header";
import { canonicalRequest, type ReceivedRequest, sha256 } from "./canonical-request";
import { publicKeyOf, symmetricKeyOf } from "./signing-key";

/** An access key and the principal that it belongs to. */
export interface Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Token of temporary credentials. @default none */
  readonly sessionToken?: string;
  /** `arn:aws:iam::<account>:user/<name>` or `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly userArn: string;
  /** Unique ID: `AIDA...`, or `AROA...:<session>`. */
  readonly caller: string;
}

export interface SignatureCheckOptions {
  /** Region of the API. */
  readonly region: string;
  /** Principals that may call the API. */
  readonly principals: readonly Principal[];
  /** Current time. @default the machine's */
  readonly now?: () => Date;
}

/** Why a request is refused: the type of API Gateway's gateway response. */
export type SignatureFault =
  | "MISSING_AUTHENTICATION_TOKEN"
  | "INCOMPLETE_SIGNATURE"
  | "INVALID_SIGNATURE"
  | "EXPIRED_TOKEN";

/** Accepted difference between the client's and the server's clock. AWS accepts five minutes. */
const WINDOW_MS = 5 * 60_000;

/** Verifies signatures of SigV4 for its own region, and of SigV4A for a set of regions with its own. */
export class SignatureCheck {
  private readonly region: string;
  private readonly principals: ReadonlyMap<string, Principal>;
  private readonly now: () => Date;
  private readonly keys = new Map<string, KeyObject>();

  constructor({ region, principals, now = () => new Date() }: SignatureCheckOptions) {
    this.region = region;
    this.principals = new Map(principals.map((principal) => [principal.accessKeyId, principal]));
    this.now = now;
  }

  /** The principal that signed the request, or the reason of the refusal. */
  check(request: ReceivedRequest): Principal | SignatureFault {
    const [header, ...more] = request.headers.get("authorization") ?? [];
    if (header === undefined) {
      return "MISSING_AUTHENTICATION_TOKEN";
    }
    const authorization = parseAuthorization(header);
    if (!authorization || more.length > 0) {
      return "INCOMPLETE_SIGNATURE";
    }
    const principal = this.principals.get(authorization.accessKeyId);
    const time = single(request, "x-amz-date") ?? "";
    if (!principal || single(request, "x-amz-security-token") !== principal.sessionToken) {
      return "INVALID_SIGNATURE";
    }
    if (!this.isCurrent(time, authorization.day)) {
      return "EXPIRED_TOKEN";
    }
    const stated = single(request, "x-amz-content-sha256");
    const valid =
      this.isForThisRegion(request, authorization) &&
      authorization.service === "execute-api" &&
      signsAllThatMatters(request, authorization) &&
      (stated === undefined || stated === sha256(request.body)) &&
      this.isSigned(request, authorization, principal, time);
    return valid ? principal : "INVALID_SIGNATURE";
  }

  private isCurrent(time: string, day: string): boolean {
    const [, year, month, date, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
    const signed = Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
    // Written so that a time that is not a number is refused.
    return time.startsWith(day) && Math.abs(this.now().getTime() - signed) <= WINDOW_MS;
  }

  private isForThisRegion(request: ReceivedRequest, { version, region }: SignedAuthorization): boolean {
    if (version === "SigV4") {
      return region === this.region;
    }
    const set = (single(request, "x-amz-region-set") ?? "").split(",").map((one) => one.trim());
    return set.some(
      (one) => one === this.region || (/^[a-z0-9-]*\*$/.test(one) && this.region.startsWith(one.slice(0, -1))),
    );
  }

  private isSigned(request: ReceivedRequest, authorization: SignedAuthorization, principal: Principal, time: string) {
    const { version, accessKeyId, day, service, scope, signedHeaders, signature } = authorization;
    const algorithm = version === "SigV4" ? "AWS4-HMAC-SHA256" : "AWS4-ECDSA-P256-SHA256";
    const text = [algorithm, time, scope, sha256(canonicalRequest(request, signedHeaders))].join("\n");
    const given = Buffer.from(signature, "hex");
    if (version === "SigV4A") {
      const key = this.keys.get(accessKeyId) ?? publicKeyOf(accessKeyId, principal.secretAccessKey);
      this.keys.set(accessKeyId, key);
      return verify("sha256", Buffer.from(text), key, given);
    }
    const key = symmetricKeyOf(principal.secretAccessKey, day, this.region, service);
    const expected = createHmac("sha256", key).update(text).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

/** The only value of a header, or undefined. */
function single({ headers }: ReceivedRequest, name: string): string | undefined {
  const values = headers.get(name) ?? [];
  return values.length === 1 ? values[0] : undefined;
}

/** The host and all headers of AWS must be signed. Otherwise a third party could exchange them. */
function signsAllThatMatters({ headers }: ReceivedRequest, { signedHeaders }: SignedAuthorization): boolean {
  const needed = ["host", ...[...headers.keys()].filter((name) => name.startsWith("x-amz-"))];
  const sorted = signedHeaders.every((name, index) => index === 0 || (signedHeaders[index - 1] ?? "") < name);
  return sorted && needed.every((name) => signedHeaders.includes(name)) && headers.has("host");
}
