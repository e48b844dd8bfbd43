import { type Connection, createConnection } from "mysql2/promise";
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
  const opening = createConnection({
    ...props,
    // Both: mysql2 compares no name by itself, so that any certificate of a known authority would do.
    ssl: { rejectUnauthorized: true, verifyIdentity: true, minVersion: "TLSv1.2", ...(ca ? { ca } : {}) },
    authPlugins: { mysql_clear_password: () => () => Buffer.from(`${props.password}\0`) },
    connectTimeout: timeout,
    multipleStatements: false,
  });
  // mysql2's limit ends with the server's greeting: TLS and authentication come after it.
  try {
    return await withDeadline("connecting", timeout, opening);
  } catch (error) {
    void opening.then((late) => late.destroy()).catch(() => undefined);
    throw error;
  }
}
