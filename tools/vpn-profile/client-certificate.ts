import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { UsageError } from "../shared/usage-error";

/** A user's certificate and key, in PEM, that belong together. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Reads both files and checks that they are what they should be, before a profile is made that nobody gets in with.
 *
 * @throws UsageError
 */
export function readClientCertificate(certificateFile: string, keyFile: string, now = new Date()): ClientCertificate {
  // easy-rsa writes the certificate in words above its PEM.
  const certificate = pem(certificateFile, "CERTIFICATE");
  const key = pem(keyFile, "(?:(?:RSA|EC) )?PRIVATE KEY");
  const parsed = attempt(() => new X509Certificate(certificate), `${certificateFile} must hold a certificate in PEM`);
  const privateKey = attempt(
    () => createPrivateKey(key),
    `${keyFile} must hold a private key in PEM without a passphrase; Client VPN's client asks for none`,
  );
  if (!parsed.checkPrivateKey(privateKey)) {
    throw new UsageError(`${keyFile} must be the key of ${certificateFile}, got another one's`);
  }
  if (new Date(parsed.validTo) <= now) {
    throw new UsageError(`${certificateFile} must be valid, got one that ended on ${parsed.validTo}; sign a new one`);
  }
  return { certificate, key };
}

/** The first block of a kind. */
function pem(file: string, kind: string): string {
  const text = attempt(() => readFileSync(file, "utf8"), `${file} must be a file that can be read`);
  const block = new RegExp(`-----BEGIN (${kind})-----[\\s\\S]+?-----END \\1-----`).exec(text)?.[0];
  if (block === undefined) {
    const what = kind === "CERTIFICATE" ? "a certificate" : "a private key without a passphrase";
    throw new UsageError(`${file} must hold ${what} in PEM, got none`);
  }
  return block;
}

function attempt<T>(act: () => T, problem: string): T {
  try {
    return act();
  } catch {
    // OpenSSL's own words say less, and may quote the key.
    throw new UsageError(problem);
  }
}
