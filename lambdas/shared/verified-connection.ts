import { connect } from "node:net";
import { createConnection } from "mysql2";
import type { Connection } from "mysql2/promise";
import { withDeadline } from "./deadline";

/**
 * Milliseconds without traffic, e.g. during a long statement, after which a connection shows that it is alive. AWS's network
 * drops some connections that are idle for 350 seconds ("Implementing long-running TCP connections within VPC networking").
 */
const KEEP_ALIVE = 60_000;

export interface ConnectionProps {
  /** Name of the server. Its certificate must name it too. */
  readonly host: string;
  /** TCP port of the server. */
  readonly port: number;
  /** Name of the database user. */
  readonly user: string;
  /** A password, or an IAM authentication token. */
  readonly password: string;
  /** Milliseconds for the whole login: name resolution, TCP, TLS and authentication. */
  readonly timeout: number;
  /** Database to use. @default none */
  readonly database?: string | undefined;
  /** Sends `password` in clear text inside TLS when the server requests it, as RDS does for tokens. @default false */
  readonly clearText?: boolean | undefined;
  /** Certificate authorities in PEM. @default those of Node.js and of NODE_EXTRA_CA_CERTS */
  readonly ca?: string | undefined;
}

/**
 * Opens a connection to a MySQL server over TLS. The server must present a valid certificate for `host` before it
 * receives the user's name or password.
 *
 * @throws Error of mysql2 or TLS, or DeadlineError. The socket is closed then.
 */
export async function openVerified(props: ConnectionProps): Promise<Connection> {
  const { host, port, user, password, timeout, database, clearText = false, ca } = props;
  // The socket is created here, because mysql2 offers no way to close a connection that is still being opened.
  const socket = connect(port, host).setNoDelay(true).setKeepAlive(true, KEEP_ALIVE);
  const connection = createConnection({
    host,
    port,
    user,
    password,
    stream: socket,
    // Both options are needed: mysql2 compares no name by default and would accept any valid certificate.
    ssl: { rejectUnauthorized: true, verifyIdentity: true, minVersion: "TLSv1.2", ...(ca ? { ca } : {}) },
    // mysql2 sends a password in clear text only with this plug-in. Without it, mysql2 refuses a server that requests this.
    ...(clearText ? { authPlugins: { mysql_clear_password: () => () => Buffer.from(`${password}\0`) } } : {}),
    // 0 turns off mysql2's own limit, which covers the TCP connection only.
    connectTimeout: 0,
    multipleStatements: false,
    ...(database === undefined ? {} : { database }),
  });
  // A connection that fails may report several errors. Without a listener the second one would end the process.
  connection.on("error", () => undefined);
  const opening = new Promise<void>((resolve, reject) => {
    connection.once("connect", () => resolve());
    connection.once("error", reject);
  });
  try {
    await withDeadline("connecting", timeout, () => opening);
    return connection.promise();
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
