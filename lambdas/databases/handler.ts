import { Signer } from "@aws-sdk/rds-signer";
import { required } from "../shared/environment";
import { Connector, listDatabases } from "./core";
import { openSession } from "./session";

/** The event of an HTTP API (payload format 2.0) or a REST API, as far as the function reads it. */
export interface HttpEvent {
  /** A REST API sends null when there is no query string. */
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `GET /databases`. `?system=true` includes MySQL's system databases. One connection serves all requests. */
export function createHandler(environment: NodeJS.ProcessEnv): (event: HttpEvent) => Promise<HttpAnswer> {
  let connector: Connector | undefined;
  return async (event) => {
    const system = event.queryStringParameters?.system === "true";
    try {
      connector ??= connect(environment);
      return answer(200, { databases: await listDatabases(connector, { system }) });
    } catch (error) {
      const { name, code, message } = error as Error & { code?: string };
      // The cause goes to the log only. These messages contain neither token nor statement.
      console.error(JSON.stringify({ problem: "the database did not answer", name, code, message }));
      const refusal = answer(503, { message: "The database is not available" });
      return { ...refusal, headers: { ...refusal.headers, "retry-after": "1" } };
    }
  };
}

export const handler = createHandler(process.env);

function connect(environment: NodeJS.ProcessEnv): Connector {
  const host = required("DATABASE_HOST", environment);
  const user = required("DATABASE_USER", environment);
  const port = Number(required("DATABASE_PORT", environment));
  const signer = new Signer({ hostname: host, port, username: user, region: required("AWS_REGION", environment) });
  return new Connector({
    requestLimit: Number(required("REQUEST_LIMIT_SECONDS", environment)) * 1000,
    sign: () => signer.getAuthToken(),
    // Amazon Trust Services signs the proxy's certificate, which Node.js trusts by default.
    open: (password, timeout) => openSession({ host, port, user, password, clearText: true, timeout }),
  });
}

function answer(statusCode: number, body: object): HttpAnswer {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
