import { parseArgs } from "node:util";
import { UsageError } from "../shared/usage-error";

const USAGE =
  "usage: npm run vpn:profile -- --environment <name> --certificate <client.crt> --key <client.key> [--output <file.ovpn>]";

export interface ProfileOptions {
  /** Name of the environment. */
  readonly environment: string;
  /** File of the user's certificate in PEM. */
  readonly certificate: string;
  /** File of the private key in PEM. */
  readonly key: string;
  /** File to write. @default `<environment>.ovpn` */
  readonly output: string;
}

/**
 * Reads the command line.
 *
 * @param known names of the environments with a VPN
 * @throws UsageError
 */
export function parseProfileOptions(args: readonly string[], known: readonly string[]): ProfileOptions {
  const { environment, certificate, key, output } = read(args);
  if (known.length === 0) {
    throw new UsageError(
      "auroraApi.vpn must be configured in at least 1 environment, got none; see docs/aurora-api.md",
    );
  }
  if (environment === undefined || !known.includes(environment)) {
    const got = environment === undefined ? "nothing" : `"${environment}"`;
    throw new UsageError(`--environment must be one of ${known.join(", ")}, got ${got}\n${USAGE}`);
  }
  if (certificate === undefined || key === undefined) {
    throw new UsageError(`--certificate and --key must both be given\n${USAGE}`);
  }
  return { environment, certificate, key, output: output ?? `${environment}.ovpn` };
}

function read(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    const options = { environment: text, certificate: text, key: text, output: text };
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    // Only the first sentence of Node.js's message. The others are hints for programmers.
    const [problem] = (error as Error).message.split(". ");
    throw new UsageError(`${problem}\n${USAGE}`);
  }
}
