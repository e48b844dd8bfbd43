import { createHash, createHmac } from "node:crypto";
import { SignatureV4a } from "@aws-sdk/signature-v4a";

/** AWS credentials. With a session token, they must come from a regional endpoint of STS, to be valid in every region. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface RequestToSign {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A signed request, e.g. for `fetch(url, { method, headers, body })`. Its parts must not be changed. */
export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/**
 * Signs a request with SigV4A for all regions (`*`). A signature with SigV4 is valid in one region, and the shared name selects the
 * region after the client has signed. A signature is valid for five minutes.
 *
 * @param date time of the signature. @default now
 */
export async function signRequest(
  { method, url, headers = {}, body }: RequestToSign,
  credentials: Credentials,
  date = new Date(),
): Promise<SignedRequest> {
  const target = new URL(url);
  // In a query, clients and servers disagree whether + is a space.
  target.search = target.search.replaceAll("+", "%20");
  const signer = new SignatureV4a({ service: "execute-api", region: "*", credentials, sha256: Sha256 });
  const signed = await signer.sign(
    {
      method,
      protocol: target.protocol,
      hostname: target.host,
      path: target.pathname,
      query: queryOf(target),
      headers: { ...headers, host: target.host },
      body,
    },
    { signingDate: date },
  );
  const { host: _sentByTheClient, ...rest } = signed.headers as Record<string, string>;
  return { method, url: target.href, headers: rest, ...(body === undefined ? {} : { body }) };
}

function queryOf({ searchParams }: URL): Record<string, string[]> {
  return Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]));
}

/** SHA-256, and HMAC with a secret, in the form that the signer needs. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error("a hash must not be used twice");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") {
    return Buffer.from(data);
  }
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
