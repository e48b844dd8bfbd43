/** An `Authorization` header of SigV4 or SigV4A. */
export interface SignedAuthorization {
  /** `SigV4A` has no region in its scope. The header `X-Amz-Region-Set` has the regions. */
  readonly version: "SigV4" | "SigV4A";
  readonly accessKeyId: string;
  /** Date, `YYYYMMDD`. */
  readonly day: string;
  /** Region of SigV4. */
  readonly region: string | undefined;
  readonly service: string;
  /** Day, region if any, service and `aws4_request`. */
  readonly scope: string;
  /** Names in lower case. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal. */
  readonly signature: string;
}

const FORM =
  /^AWS4-(HMAC|ECDSA-P256)-SHA256 +Credential=([^/,\s]+)\/([^,\s]+), *SignedHeaders=([a-z0-9;_-]+), *Signature=([0-9a-f]+)$/;

/** Reads the header. Returns undefined for another form. */
export function parseAuthorization(header: string): SignedAuthorization | undefined {
  const [, kind, accessKeyId = "", scope = "", names = "", signature = ""] = FORM.exec(header) ?? [];
  const parts = scope.split("/");
  const version = kind === "HMAC" ? "SigV4" : "SigV4A";
  const [day = "", ...rest] = parts;
  const [region, service = ""] = version === "SigV4" ? rest : [undefined, ...rest];
  const complete = kind !== undefined && parts.length === (version === "SigV4" ? 4 : 3);
  if (!complete || parts.at(-1) !== "aws4_request") {
    return undefined;
  }
  return { version, accessKeyId, day, region, service, scope, signedHeaders: names.split(";"), signature };
}
