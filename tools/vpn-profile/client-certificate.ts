import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { UsageError } from "../shared/usage-error";

/** A user's certificate and its private key, in PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Reads and checks both files, so that the endpoint accepts the profile.
 *
 * @throws UsageError
 */
export function readClientCertificate(certificateFile: string, keyFile: string, now = new Date()): ClientCertificate {
  // easy-rsa writes the certificate as text above its PEM.
  const certificate = pem(certificateFile, "CERTIFICATE");
  const key = pem(keyFile, "(?:(?:RSA|EC) )?PRIVATE KEY");
  const parsed = attempt(
    () => new X509Certificate(certificate),
    `${certificateFile} must contain a certificate in PEM`,
  );
  const privateKey = attempt(
    () => createPrivateKey(key),
    `${keyFile} must contain a private key in PEM without a passphrase; VPN clients do not ask for one`,
  );
  if (!parsed.checkPrivateKey(privateKey)) {
    throw new UsageError(`${keyFile} must be the key of ${certificateFile}, got the key of another certificate`);
  }
  if (new Date(parsed.validTo) <= now) {
    throw new UsageError(`${certificateFile} must be valid, got one that expired on ${parsed.validTo}; sign a new one`);
  }
  return { certificate, key };
}

/** The first PEM block of this kind. */
function pem(file: string, kind: string): string {
  const text = attempt(
    () => readFileSync(file, "utf8"),
    `${kind === "CERTIFICATE" ? "--certificate" : "--key"} must name a file that can be read, got "${file}"`,
  );
  const block = new RegExp(`-----BEGIN (${kind})-----[\\s\\S]+?-----END \\1-----`).exec(text)?.[0];
  if (block === undefined) {
    const what = kind === "CERTIFICATE" ? "a certificate" : "a private key without a passphrase";
    throw new UsageError(`${file} must contain ${what} in PEM, got none`);
  }
  return block;
}

function attempt<T>(act: () => T, problem: string): T {
  try {
    return act();
  } catch {
    // OpenSSL's message is less clear, and can contain parts of the key.
    throw new UsageError(problem);
  }
}
