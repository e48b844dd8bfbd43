import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../../shared/program";
import { UsageError } from "../../shared/usage-error";

/** A certificate for `localhost` that only this run of the command uses. */
export interface LocalCertificate {
  /** File of the certificate in PEM. The client trusts no other certificate. */
  readonly file: string;
  /** The certificate in PEM. */
  readonly certificate: string;
  /** The private key in PEM. It is in memory only. */
  readonly key: string;
  /** Removes the file. */
  readonly remove: () => void;
}

/** A file, because LibreSSL on macOS does not know all options of OpenSSL. */
const SETTINGS = `[req]
distinguished_name = subject
x509_extensions = extensions
prompt = no
[subject]
CN = localhost
[extensions]
subjectAltName = DNS:localhost
basicConstraints = critical,CA:TRUE
keyUsage = critical,digitalSignature,keyCertSign
extendedKeyUsage = serverAuth
`;

/**
 * Creates a certificate that is valid for one day.
 *
 * @throws UsageError when openssl is missing or fails
 */
export async function localCertificate(): Promise<LocalCertificate> {
  // Only this user can open the folder.
  const folder = mkdtempSync(join(tmpdir(), "database-shell-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, "settings"), SETTINGS);
    const key = ["-newkey", "rsa:2048", "-sha256", "-nodes", "-keyout", "key.pem"];
    const args = ["req", "-x509", "-config", "settings", ...key, "-out", "certificate.pem", "-days", "1"];
    const { code, stderr } = await runProgram("openssl", args, { cwd: folder, timeoutSeconds: 30 });
    if (code !== 0) {
      throw new UsageError(
        `openssl req must succeed, got ${stderr.trim().split("\n").at(-1) || `exit code ${code}`}`,
        2,
      );
    }
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    const result = {
      file: join(folder, "certificate.pem"),
      certificate: read("certificate.pem"),
      key: read("key.pem"),
    };
    rmSync(join(folder, "key.pem"));
    return { ...result, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
