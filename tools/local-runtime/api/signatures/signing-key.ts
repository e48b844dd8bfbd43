import { createECDH, createHmac, createPublicKey, type KeyObject } from "node:crypto";

/** Order of the curve P-256, minus two. FIPS 186-5. */
const ORDER_MINUS_TWO = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254fn;

const ALGORITHM = "AWS4-ECDSA-P256-SHA256";

/**
 * The public key that belongs to an access key in SigV4A: the private key is derived with HMAC-SHA256 in counter mode (NIST SP 800-108).
 * The secret never leaves this function, as in AWS, where the services get the public key only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html#how-sigv4a-works
 */
export function publicKeyOf(accessKeyId: string, secretAccessKey: string): KeyObject {
  for (let counter = 1; counter < 255; counter += 1) {
    const input = Buffer.concat([
      Buffer.from([0, 0, 0, 1]),
      Buffer.from(ALGORITHM),
      Buffer.from([0]),
      Buffer.from(accessKeyId),
      Buffer.from([counter]),
      // Length of the key in bits.
      Buffer.from([0, 0, 1, 0]),
    ]);
    const candidate = BigInt(`0x${createHmac("sha256", `AWS4A${secretAccessKey}`).update(input).digest("hex")}`);
    if (candidate <= ORDER_MINUS_TWO) {
      const curve = createECDH("prime256v1");
      curve.setPrivateKey((candidate + 1n).toString(16).padStart(64, "0"), "hex");
      const point = curve.getPublicKey();
      const coordinate = (from: number) => point.subarray(from, from + 32).toString("base64url");
      return createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x: coordinate(1), y: coordinate(33) } });
    }
  }
  throw new Error("accessKeyId must result in a key of P-256");
}

/** The key of SigV4: valid for one day, one region and one service. */
export function symmetricKeyOf(secretAccessKey: string, day: string, region: string, service: string): Buffer {
  const hmac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();
  return hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), "aws4_request");
}
