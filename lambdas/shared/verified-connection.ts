import { connect } from "node:net";
import { createConnection } from "mysql2";
import type { Connection } from "mysql2/promise";
import { withDeadline } from "./deadline";

export interface ConnectionProps {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** A password, or a token of IAM. */
  readonly password: string;
  /** Milliseconds until the server must have let us in. */
  readonly timeout: number;
  /** PEM of the authorities to trust. @default Node.js's own, and those that NODE_EXTRA_CA_CERTS names */
  readonly ca?: string;
}

/**
 * Opens a connection to a MySQL server, over TLS only, to a server that proves to be `host`.
 *
 * A token of IAM goes to the server in clear text, as its plug-in wants it; by then TLS stands and the server is known.
 *
 * @throws Error of mysql2, of TLS, or DeadlineError. Nothing is left open.
 */
export async function openVerified({ timeout, ca, ...props }: ConnectionProps): Promise<Connection> {
  // Our own, because mysql2 gives its connection away only once it is open: one that hangs could not be closed.
  const socket = connect(props.port, props.host).setNoDelay(true).setKeepAlive(true);
  const connection = createConnection({
    ...props,
    stream: socket,
    // Both: mysql2 compares no name by itself, so that any certificate of a known authority would do.
    ssl: { rejectUnauthorized: true, verifyIdentity: true, minVersion: "TLSv1.2", ...(ca ? { ca } : {}) },
    authPlugins: { mysql_clear_password: () => () => Buffer.from(`${props.password}\0`) },
    // The deadline is one for all: name, server, TLS and login.
    connectTimeout: 0,
    multipleStatements: false,
  });
  // One that is closed on the way may report more than one error; without a listener the second would end the process.
  connection.on("error", () => undefined);
  const opening = new Promise<void>((resolve, reject) => {
    connection.once("connect", () => resolve());
    connection.once("error", reject);
  });
  try {
    await withDeadline("connecting", timeout, opening);
    return connection.promise();
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
