import { Signer } from "@aws-sdk/rds-signer";
import { Connector, listDatabases } from "./core";
import { openSession } from "./session";

/** What an HTTP API sends in payload format 2.0, and a REST API, as far as it is read. */
export interface HttpEvent {
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Milliseconds until the proxy must have let the function in. */
const CONNECT_LIMIT = 4000;

/** `GET /databases`, with MySQL's own where `?system=true` asks for them. Keeps one connection. */
export function createHandler(environment: NodeJS.ProcessEnv): (event: HttpEvent) => Promise<HttpAnswer> {
  let connector: Connector | undefined;
  return async (event) => {
    const system = event.queryStringParameters?.system === "true";
    try {
      connector ??= connect(environment);
      return answer(200, { databases: await listDatabases(connector, { system }) });
    } catch (error) {
      const { name, code, message } = error as Error & { code?: string };
      // What went wrong is for the log. Neither token nor statement stands in what these errors say.
      console.error(JSON.stringify({ problem: "the database did not answer", name, code, message }));
      const refusal = answer(503, { message: "The database is not available" });
      return { ...refusal, headers: { ...refusal.headers, "retry-after": "1" } };
    }
  };
}

export const handler = createHandler(process.env);

function connect(environment: NodeJS.ProcessEnv): Connector {
  const host = required(environment, "DATABASE_HOST");
  const user = required(environment, "DATABASE_USER");
  const port = Number(required(environment, "DATABASE_PORT"));
  const signer = new Signer({ hostname: host, port, username: user, region: required(environment, "AWS_REGION") });
  return new Connector({
    sign: () => signer.getAuthToken(),
    // The proxy's certificate is of Amazon Trust Services, which Node.js knows, and not of the RDS authority.
    open: (password, left) => openSession({ host, port, user, password, timeout: Math.min(CONNECT_LIMIT, left) }),
  });
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) {
    throw new Error(`${name} must be set`);
  }
  return value;
}

function answer(statusCode: number, body: object): HttpAnswer {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
