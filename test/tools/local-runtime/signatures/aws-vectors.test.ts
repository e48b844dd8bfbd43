import { verify } from "node:crypto";
import { parseAuthorization } from "../../../../tools/local-runtime/signatures/authorization-header";
import { canonicalRequest, sha256 } from "../../../../tools/local-runtime/signatures/canonical-request";
import { publicKeyOf } from "../../../../tools/local-runtime/signatures/signing-key";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const UNRESERVED = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Requests and signatures of the test suite of AWS's own signer, aws-c-auth (tests/aws-signing-test-suite/v4a). */
const VECTORS: readonly [string, string][] = [
  [
    `/?${UNRESERVED}=${UNRESERVED}`,
    "3045022014107d791f53a3b63f761ee57c17f002295322bf38bf5d63b3d8f2f87a55903302210092192de72748625e63aeb48b895bba76faf3fd573f9ed91d7a20849e0f7ed7ab",
  ],
  [
    "/ሴ",
    "3045022100a3b28e3a514dcda94e814a4747eb2b782ecadd224639937495399093206eafb9022022897f1fdfbb7b5b997d806fb5dab987194355434e62e16e6bdff8cb3b64fc35",
  ],
];

describe("SigV4A as AWS's signer writes it", () => {
  it("derives the public key of the access key", () => {
    const { x = "", y = "" } = publicKeyOf("AKIDEXAMPLE", SECRET).export({ format: "jwk" });
    expect([x, y].map((part) => Buffer.from(part, "base64url").toString("hex"))).toEqual([
      "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1",
      "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518",
    ]);
  });

  it.each(VECTORS)("verifies the signature of %s", (target, signature) => {
    const scope = "20150830/service/aws4_request";
    const names = "host;x-amz-date;x-amz-region-set";
    const header = `AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    const authorization = parseAuthorization(header);
    expect(authorization).toMatchObject({ version: "SigV4A", day: "20150830", service: "service", region: undefined });
    const headers = new Map([
      ["host", ["example.amazonaws.com"]],
      ["x-amz-date", ["20150830T123600Z"]],
      ["x-amz-region-set", ["us-east-1"]],
    ]);
    const request = { method: "GET", target, headers, body: Buffer.alloc(0) };
    const hash = sha256(canonicalRequest(request, authorization?.signedHeaders ?? []));
    const text = ["AWS4-ECDSA-P256-SHA256", "20150830T123600Z", scope, hash].join("\n");
    const key = publicKeyOf("AKIDEXAMPLE", SECRET);
    expect(verify("sha256", Buffer.from(text), key, Buffer.from(signature, "hex"))).toBe(true);
    expect(verify("sha256", Buffer.from(`${text} `), key, Buffer.from(signature, "hex"))).toBe(false);
  });
});

describe("parseAuthorization", () => {
  it.each([
    "Bearer abc",
    "AWS4-HMAC-SHA256 Credential=A/20150830/eu-west-1/execute-api/aws4_request, SignedHeaders=host",
    "AWS4-HMAC-SHA256 Credential=A/20150830/execute-api/aws4_request, SignedHeaders=host, Signature=00",
    "AWS4-ECDSA-P256-SHA256 Credential=A/20150830/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=00",
    "AWS4-ECDSA-P256-SHA256 Credential=A/20150830/execute-api/aws5_request, SignedHeaders=host, Signature=00",
    "AWS4-ECDSA-P256-SHA256 Credential=A/20150830/execute-api/aws4_request, SignedHeaders=host, Signature=xyz",
  ])("does not read %s", (header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });
});
