import { bundleFunction } from "../../modules/packaging/assets";
import { LocalFunction } from "../../tools/local-runtime/functions/local-function";
import { eventually } from "./eventually";

/** Longest time for an answer, in seconds: 0.9 for the probe and 0.3 for the other regions' heartbeats. Route 53's checkers wait 2. */
const LIMIT_SECONDS = 1.3;

/** An answer of the health function. */
export interface HealthAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any answer
  readonly json: any;
}

/** One execution environment of the health function, from the bundle that the stack uploads. */
export class HealthFunction {
  /** Every log line, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field
  readonly logs: any[] = [];
  private readonly fn: LocalFunction;
  private answers = 0;

  /** @param endpoint URL of DynamoDB */
  constructor(endpoint: string, environment: Readonly<Record<string, string>> = {}) {
    this.fn = new LocalFunction({
      name: "health",
      archive: bundleFunction("lambdas/items/health/handler.ts").path,
      environment: {
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        AWS_ENDPOINT_URL_DYNAMODB: endpoint,
        TABLE_NAME: "MyGlobalTable",
        BACKEND: "sample-test-items",
        ...environment,
      },
      // The limits of the function do not depend on how busy this machine is.
      time: "turns",
      timeoutSeconds: LIMIT_SECONDS,
      onLog: (line) => this.logs.push(JSON.parse(line)),
    });
  }

  /** Sends one request, and waits for its log. @throws Error when the function does not answer itself in time */
  async ask(): Promise<HealthAnswer> {
    const { statusCode, headers, body } = (await this.fn.invoke({
      httpMethod: "GET",
      resource: "/health",
      multiValueHeaders: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      body: null,
      isBase64Encoded: false,
      requestContext: { requestId: "1" },
    })) as { statusCode: number; headers: Record<string, string>; body: string };
    this.answers += 1;
    await eventually(() => this.answered() >= this.answers || undefined, "the log line of an answer", 1);
    return { status: statusCode, text: body, retryAfter: headers["Retry-After"], json: JSON.parse(body) };
  }

  close(): Promise<void> {
    return this.fn.close();
  }

  private answered(): number {
    return this.logs.filter(({ message }) => message === "answered").length;
  }
}
