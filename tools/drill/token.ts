import { readFileSync } from "node:fs";
import { UsageError } from "../shared/usage-error";

/** Environment variable with a token, for `auth: jwt`. Unlike an option, other users of the machine cannot see it. */
const VARIABLE = "DRILL_TOKEN";

/**
 * The token with which a drill calls the API.
 *
 * @param file file that contains only the token. @default the environment variable DRILL_TOKEN
 * @throws UsageError without a token, and for text that cannot be one
 */
export function readToken(file: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const token = (file === undefined ? (env[VARIABLE] ?? "") : readFileSync(file, "utf8")).trim();
  if (token === "") {
    const got = file === undefined ? "nothing" : `the empty file ${JSON.stringify(file)}`;
    throw new UsageError(
      `a token must be given for this environment (auth: jwt), got ${got}; add --token-file, or set ${VARIABLE}`,
    );
  }
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
    // The token itself must not be printed.
    throw new UsageError(
      `the token must be a JWT, got ${token.length} characters without its form <header>.<payload>.<signature>`,
    );
  }
  return token;
}
