import { parseAuthorization } from "../../../../../tools/local-runtime/api/signatures/authorization-header";
import { canonicalRequest, sha256 } from "../../../../../tools/local-runtime/api/signatures/canonical-request";
import { publicKeyOf } from "../../../../../tools/local-runtime/api/signatures/signing-key";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/** Values of the test suite of AWS's own signer, aws-c-auth (tests/aws-signing-test-suite/v4a), and of the SDKs. */
describe("signatures as AWS's signer writes them", () => {
  it("derives the public key of the access key", () => {
    const { x = "", y = "" } = publicKeyOf("AKIDEXAMPLE", SECRET).export({ format: "jwk" });
    expect([x, y].map((part) => Buffer.from(part, "base64url").toString("hex"))).toEqual([
      "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1",
      "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518",
    ]);
  });

  it("hashes the canonical request of get-header-value-multiline", () => {
    const headers = new Map([
      ["host", ["example.amazonaws.com"]],
      ["my-header1", ["value1", " value2", "value3 "]],
      ["x-amz-date", ["20150830T123600Z"]],
      ["x-amz-region-set", ["us-east-1"]],
      ["not-signed", ["x"]],
    ]);
    const request = { method: "GET", target: "/", headers, body: Buffer.alloc(0) };
    const names = ["host", "my-header1", "x-amz-date", "x-amz-region-set"];
    expect(sha256(canonicalRequest(request, names))).toBe(
      "36317e3e7a8ef01ed0074aa23f0e60713ecce33c88fcfe5aa38e2a95a775dd68",
    );
  });

  it.each([
    ["/a/./b/../c//d/", "/a/c/d/"],
    ["/", "/"],
    ["/items/a%2Fb", "/items/a%252Fb"],
    ["/items/a b~!", "/items/a%20b~%21"],
  ])("normalizes the path %s to %s", (path, canonical) => {
    const request = { method: "GET", target: path, headers: new Map(), body: Buffer.alloc(0) };
    expect(canonicalRequest(request, []).split("\n")[1]).toBe(canonical);
  });

  it.each([
    ["b=2&a=1&b=1", "a=1&b=1&b=2"],
    ["B=1&a=1&A", "A=&B=1&a=1"],
    ["x=%7e%2B%20&=y", "=y&x=~%2B%20"],
  ])("sorts and encodes the query %s to %s", (query, canonical) => {
    const request = { method: "GET", target: `/?${query}`, headers: new Map(), body: Buffer.alloc(0) };
    expect(canonicalRequest(request, []).split("\n")[2]).toBe(canonical);
  });
});

describe("parseAuthorization", () => {
  it("reads both versions", () => {
    const end = ", SignedHeaders=host;x-amz-date, Signature=0a";
    const scope = "20150830/execute-api/aws4_request";
    const regional = "20150830/eu-west-1/execute-api/aws4_request";
    const common = { accessKeyId: "A", day: "20150830", service: "execute-api", signature: "0a" };
    const signedHeaders = ["host", "x-amz-date"];
    expect([
      parseAuthorization(`AWS4-ECDSA-P256-SHA256 Credential=A/${scope}${end}`),
      parseAuthorization(`AWS4-HMAC-SHA256 Credential=A/${regional}${end}`),
    ]).toEqual([
      { ...common, version: "SigV4A", region: undefined, scope, signedHeaders },
      { ...common, version: "SigV4", region: "eu-west-1", scope: regional, signedHeaders },
    ]);
  });

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
