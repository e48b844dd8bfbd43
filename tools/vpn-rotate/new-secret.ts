import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { UsageError } from "../shared/usage-error";

const FIELDS = { psk: ["psk"], certificate: ["certificate", "private_key", "ca"] } as const;
/** Bytes of a generated key: 64 characters of base64url. */
const KEY_BYTES = 48;
/** Fewest characters that the appliance accepts. */
const SHORTEST_KEY = 32;

/** How the two ends of the tunnel authenticate. */
export type Authentication = keyof typeof FIELDS;

/**
 * The new secret in JSON: the content of a file, or a generated pre-shared key.
 *
 * @throws UsageError for a file that cannot be read or lacks a field, and for a certificate without a file
 */
export function newSecret(authentication: Authentication, file: string | undefined): string {
  if (file === undefined) {
    if (authentication === "certificate") {
      throw new UsageError("--secret-file must be given for a certificate, got none; see docs/local-zone-links.md");
    }
    return JSON.stringify({ psk: randomBytes(KEY_BYTES).toString("base64url") });
  }
  const secret = read(file);
  const missing = FIELDS[authentication].filter((field) => typeof secret[field] !== "string" || secret[field] === "");
  if (missing.length > 0) {
    throw new UsageError(
      `--secret-file must have the fields ${FIELDS[authentication].join(", ")}, got none of ${missing.join(", ")}`,
    );
  }
  if (authentication === "psk" && `${secret.psk}`.length < SHORTEST_KEY) {
    throw new UsageError(
      `psk in --secret-file must have at least ${SHORTEST_KEY} characters, got ${`${secret.psk}`.length}`,
    );
  }
  return JSON.stringify(secret);
}

function read(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`--secret-file must be a file that can be read, got ${JSON.stringify(file)} (${code})`);
  }
  try {
    const secret: unknown = JSON.parse(text);
    if (typeof secret === "object" && secret !== null && !Array.isArray(secret)) {
      return secret as Record<string, unknown>;
    }
  } catch {
    // The message must not contain the file's content.
  }
  throw new UsageError(`--secret-file must contain a JSON object, got something else in ${JSON.stringify(file)}`);
}
