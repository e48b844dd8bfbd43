import { withDeadline } from "../shared/deadline";

/** One connection to the database. */
export interface Session {
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Closes the connection at once, without notice to the server. */
  destroy(): void;
  /** True after the server or the network has closed the connection. */
  readonly lost: boolean;
}

export interface ConnectorProps {
  /** Creates an IAM authentication token. */
  readonly sign: () => Promise<string>;
  /** Opens a session with a token, within the given milliseconds. */
  readonly open: (token: string, milliseconds: number) => Promise<Session>;
  /** The current time in milliseconds. @default Date.now */
  readonly now?: () => number;
  /**
   * Milliseconds for all steps of a request together. Each step may take what is left, because the proxy can hold a login or
   * a query until a failover has ended.
   */
  readonly requestLimit: number;
}

/** Milliseconds. IAM accepts a token for 15 minutes. Two of them allow for clock differences and for connecting. */
const TOKEN_LIFE = 13 * 60 * 1000;

/** Codes of a lost connection in mysql2, Node.js and MySQL (error references of MySQL 8.0 and RDS Proxy). */
const LOST = new Set([
  "PROTOCOL_CONNECTION_LOST",
  "ECONNRESET",
  "EPIPE",
  "ER_SERVER_SHUTDOWN",
  "ER_CLIENT_INTERACTION_TIMEOUT",
  "ER_NORMAL_SHUTDOWN",
]);

/**
 * Keeps one connection to the database, because an execution environment serves one request at a time. A token is used
 * for new connections until it is 13 minutes old, until it is refused, or until a connection is lost.
 */
export class Connector {
  private readonly props: ConnectorProps;
  private session: Session | undefined;
  private token: { readonly text: string; readonly madeAt: number } | undefined;

  constructor(props: ConnectorProps) {
    this.props = props;
  }

  /**
   * Rows of a query, which must be safe to run twice. If the connection is lost or the token refused, the query is sent
   * once more over a new connection.
   *
   * @throws Error of the database, or DeadlineError at the end of the request limit
   */
  async query(sql: string): Promise<readonly Record<string, unknown>[]> {
    const end = this.now() + this.props.requestLimit;
    try {
      return await this.attempt(sql, end);
    } catch (error) {
      if (!isLost(error) && !isDenied(error)) {
        throw error;
      }
      return await this.attempt(sql, end);
    }
  }

  private async attempt(sql: string, end: number): Promise<readonly Record<string, unknown>[]> {
    try {
      const session = await this.current(end);
      return await withDeadline("the query", this.limit(end), () => session.query(sql));
    } catch (error) {
      this.forget(error);
      throw error;
    }
  }

  private async current(end: number): Promise<Session> {
    if (this.session && !this.session.lost) {
      return this.session;
    }
    if (this.session) {
      this.forget({ code: "PROTOCOL_CONNECTION_LOST" });
    }
    const token = await this.currentToken(end);
    this.session = await this.props.open(token, this.limit(end));
    return this.session;
  }

  private async currentToken(end: number): Promise<string> {
    if (!this.token || this.now() - this.token.madeAt >= TOKEN_LIFE) {
      const madeAt = this.now();
      this.token = { text: await withDeadline("creating a token", this.limit(end), this.props.sign), madeAt };
    }
    return this.token.text;
  }

  private now(): number {
    return (this.props.now ?? Date.now)();
  }

  /** Milliseconds for the next step. Never 0, because some drivers read that as no limit. */
  private limit(end: number): number {
    return Math.max(1, end - this.now());
  }

  /** A session stays usable after an SQL error. After any other error it is closed, because its state is unknown. */
  private forget(error: unknown): void {
    if (isLost(error) || isDenied(error)) {
      this.token = undefined;
    }
    if (!isSqlError(error)) {
      this.session?.destroy();
      this.session = undefined;
    }
  }
}

/** MySQL's system databases. */
const SYSTEM = new Set(["information_schema", "mysql", "performance_schema", "sys"]);

/** Names of the databases that the user may see, sorted. */
export async function listDatabases(
  connector: Pick<Connector, "query">,
  { system }: { readonly system: boolean },
): Promise<string[]> {
  const rows = await connector.query(
    "SELECT schema_name AS name FROM information_schema.schemata ORDER BY schema_name",
  );
  return rows.map(({ name }) => String(name)).filter((name) => system || !SYSTEM.has(name.toLowerCase()));
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code ?? "");
}

function isLost(error: unknown): boolean {
  return LOST.has(codeOf(error));
}

function isDenied(error: unknown): boolean {
  return codeOf(error) === "ER_ACCESS_DENIED_ERROR";
}

/** MySQL's own errors leave the connection open, except at shutdown. */
function isSqlError(error: unknown): boolean {
  return codeOf(error).startsWith("ER_") && !isLost(error) && !isDenied(error);
}
