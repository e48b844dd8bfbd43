import { withDeadline } from "../shared/deadline";

/** What is asked of a connection to the database. */
export interface Session {
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends it at once, without a word to the server. */
  destroy(): void;
  /** True once it is known to be gone. */
  readonly lost: boolean;
}

export interface ConnectorProps {
  /** Makes a token. */
  readonly sign: () => Promise<string>;
  /** Opens a session with a token, within so many milliseconds. */
  readonly open: (token: string, milliseconds: number) => Promise<Session>;
  /** Milliseconds of a clock. @default Date.now */
  readonly now?: () => number;
  /** Milliseconds that making a token, connecting or a query may take. @default 5000 */
  readonly stepLimit?: number;
}

/** Milliseconds that a request may take with all its steps, two seconds less than its function has. */
const REQUEST_LIMIT = 18_000;

/** Milliseconds. IAM takes a token for 15 minutes; two are for clocks that differ and for connecting. */
const TOKEN_LIFE = 13 * 60 * 1000;

/** What mysql2, Node.js and MySQL call a connection that is gone; error references of MySQL 8.0 and RDS Proxy. */
const LOST = new Set([
  "PROTOCOL_CONNECTION_LOST",
  "ECONNRESET",
  "EPIPE",
  "ER_SERVER_SHUTDOWN",
  "ER_CLIENT_INTERACTION_TIMEOUT",
  "ER_NORMAL_SHUTDOWN",
]);

/**
 * One connection to the database, kept for as long as it lives: an execution environment serves one request at a time.
 * A token opens connections until it is 13 minutes old, or refused, or a connection that it opened is lost.
 */
export class Connector {
  private readonly props: ConnectorProps;
  private session: Session | undefined;
  private token: { readonly text: string; readonly madeAt: number } | undefined;

  constructor(props: ConnectorProps) {
    this.props = props;
  }

  /**
   * Rows of a query that may be asked twice: one that meets a lost connection is asked again, once, over a new one.
   *
   * @throws Error of the database, or DeadlineError after 18 seconds at most
   */
  async query(sql: string): Promise<readonly Record<string, unknown>[]> {
    const end = this.now() + REQUEST_LIMIT;
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
      return await withDeadline("the query", this.limit(end), session.query(sql));
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
      this.token = { text: await withDeadline("making a token", this.limit(end), this.props.sign()), madeAt };
    }
    return this.token.text;
  }

  private now(): number {
    return (this.props.now ?? Date.now)();
  }

  /** What the next step may take. Never 0, which stands for no limit in some drivers. */
  private limit(end: number): number {
    return Math.max(1, Math.min(this.props.stepLimit ?? 5000, end - this.now()));
  }

  /** A session that answered with an error of SQL is as good as before; after anything else nobody knows. */
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

/** Databases that MySQL itself keeps. */
const SYSTEM = new Set(["information_schema", "mysql", "performance_schema", "sys"]);

/** Names of the databases that the user may see, in order. */
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

/** MySQL's own errors, shutdown apart, leave the connection open. */
function isSqlError(error: unknown): boolean {
  return codeOf(error).startsWith("ER_") && !isLost(error) && !isDenied(error);
}
