import { existsSync } from "node:fs";
import { findProgram } from "../shared/program";
import { UsageError } from "../shared/usage-error";

/** Where and as whom the client connects. */
export interface Connection {
  /** Name of the server. Its certificate must name it too. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** File of certificate authorities in PEM. */
  readonly authorities: string;
}

/** The installed client. Both know other options for the same purpose. */
export interface Client {
  readonly program: string;
  readonly kind: "mariadb" | "mysql";
}

/** Seconds. Without a connected VPN, packets to the VPC get no answer. */
const CONNECT_SECONDS = 10;

/** Where Debian, Red Hat, Alpine and macOS (in this order) keep the system's certificate authorities. */
const SYSTEM_AUTHORITIES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/cert.pem",
];

/**
 * The client on PATH. `mysql` is MariaDB's client on many systems.
 *
 * @param versionOf output of `<program> --version`
 * @throws UsageError when none is installed
 */
export async function installedClient(versionOf: (program: string) => Promise<string>): Promise<Client> {
  const program = findProgram("mariadb") ?? findProgram("mysql");
  if (program === undefined) {
    throw new UsageError(
      "mysql or mariadb must be on PATH, got none; install your system's package mariadb-client or mysql-client",
      2,
    );
  }
  return { program, kind: /mariadb/i.test(await versionOf(program)) ? "mariadb" : "mysql" };
}

/** @throws UsageError when the system has none in the usual places */
export function systemAuthorities(): string {
  // The variable of OpenSSL.
  const file = process.env.SSL_CERT_FILE || SYSTEM_AUTHORITIES.find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new UsageError(
      `certificate authorities must be in one of ${SYSTEM_AUTHORITIES.join(", ")}, got none; install ca-certificates or set SSL_CERT_FILE`,
      2,
    );
  }
  return file;
}

/**
 * Arguments of the client. They contain no token: every user of the machine can read arguments.
 *
 * The client reads no option file, because an option there could turn off the verification.
 * https://mariadb.com/docs/server/clients-and-utilities/mariadb-client/mariadb-command-line-client
 * https://dev.mysql.com/doc/refman/8.4/en/connection-options.html
 */
export function clientArguments(kind: Client["kind"], { host, port, user, authorities }: Connection): string[] {
  const verification =
    kind === "mariadb"
      ? ["--ssl", "--ssl-verify-server-cert"]
      : ["--ssl-mode=VERIFY_IDENTITY", "--enable-cleartext-plugin"];
  return [
    "--no-defaults",
    `--host=${host}`,
    `--port=${port}`,
    "--protocol=TCP",
    `--user=${user}`,
    `--ssl-ca=${authorities}`,
    ...verification,
    `--connect-timeout=${CONNECT_SECONDS}`,
  ];
}
