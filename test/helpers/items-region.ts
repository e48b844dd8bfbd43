import { invocationArn } from "../../modules/functions/invocation-arn";
import { bundleFunction } from "../../modules/packaging/assets";
import { apiDescription } from "../../modules/packaging/openapi";
import { ApiListener } from "../../tools/local-runtime/api/api-listener";
import { LocalRestApi } from "../../tools/local-runtime/api/local-rest-api";
import type { RequestAuthorizer } from "../../tools/local-runtime/api/request-authorizer";
import { LocalFunction, type LocalFunctionOptions } from "../../tools/local-runtime/functions/local-function";
import { LocalDynamoDb } from "../../tools/local-runtime/table/local-dynamodb";
import { eventually } from "./eventually";

const TABLE = "MyGlobalTable";

const FUNCTIONS = ["get-item", "create-item", "health"] as const;

interface Operation {
  readonly "x-amazon-apigateway-integration": { timeoutInMillis: number };
  "x-amazon-apigateway-request-validator"?: string;
}

/**
 * The description of the stack, with the short names of the functions. It has no request validators, because these tests are about the
 * functions' own messages. What the functions may wait for is measured in turns, so the API does not measure it in real time.
 */
function describe(region: string, authorizer: RequestAuthorizer | undefined): Readonly<Record<string, unknown>> {
  const arnOf = (name: string) => invocationArn(name, { accountId: "123456789012", region, alias: "live" });
  const text = apiDescription({
    path: "lambdas/items/openapi.yaml",
    invocations: Object.fromEntries(FUNCTIONS.map((name) => [name, arnOf(name)])),
    ...(authorizer ? { caller: { "x-amazon-apigateway-authtype": "awsSigv4" } } : {}),
  });
  const description = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
  for (const operation of Object.values(description.paths).flatMap((methods) => Object.values(methods))) {
    delete operation["x-amazon-apigateway-request-validator"];
    operation["x-amazon-apigateway-integration"].timeoutInMillis = 600_000;
  }
  return { ...description, "x-amazon-apigateway-binary-media-types": ["application/octet-stream"] };
}

/** One region of the items API on this machine: its table, the bundled functions, and an HTTP server. */
export class ItemsRegion {
  readonly url: string;
  readonly database: LocalDynamoDb;
  /** Every log line of the functions, parsed. */
  readonly logs: Record<string, unknown>[];
  private readonly listener: ApiListener;
  private readonly functions: readonly Launch[];

  private constructor(
    listener: ApiListener,
    database: LocalDynamoDb,
    functions: readonly Launch[],
    logs: Record<string, unknown>[],
  ) {
    this.listener = listener;
    this.url = listener.url;
    this.database = database;
    this.functions = functions;
    this.logs = logs;
  }

  /**
   * @param environment environment variables in addition to those of the stack, e.g. another `AWS_ENDPOINT_URL_DYNAMODB`
   * @param timeoutSeconds timeout by function. Other functions have the default of the local runtime
   * @param authorizer authorizes the items routes. Without it, they are public
   */
  static async start(
    region = "eu-west-1",
    environment: Record<string, string> = {},
    timeoutSeconds: Readonly<Record<string, number>> = {},
    authorizer?: RequestAuthorizer,
  ): Promise<ItemsRegion> {
    const database = await LocalDynamoDb.start({ region, tables: [{ name: TABLE, partitionKey: "item_id" }] });
    const logs: Record<string, unknown>[] = [];
    const prepare = (name: string) =>
      new Launch({
        name,
        archive: bundleFunction(`lambdas/items/${name}/handler.ts`).path,
        environment: {
          AWS_REGION: region,
          AWS_ACCESS_KEY_ID: "local",
          AWS_SECRET_ACCESS_KEY: "local",
          AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
          TABLE_NAME: TABLE,
          BACKEND: "sample-test-items",
          // Disables a warning that SDK releases of 2027 need Node 22. Lambda runs Node 22, but these tests also run on Node 20.
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
          ...environment,
        },
        // What the functions may wait for their table is no matter of how busy this machine is.
        time: "turns",
        onLog: (line) => logs.push(JSON.parse(line) as Record<string, unknown>),
        ...(timeoutSeconds[name] ? { timeoutSeconds: timeoutSeconds[name] } : {}),
      });
    const functions = new Map(FUNCTIONS.map((name) => [name as string, prepare(name)]));
    const api = new LocalRestApi({
      region,
      accountId: "123456789012",
      api: { stage: "dev", description: describe(region, authorizer), throttles: {} },
      invoke: async (name, event) => ({ result: await functions.get(name)?.invoke(event), coldStart: false }),
      ...(authorizer ? { authorizer } : {}),
    });
    const listener = await ApiListener.start({ handler: api });
    return new ItemsRegion(listener, database, [...functions.values()], logs);
  }

  /** All items of the table. */
  items() {
    return this.database.items(TABLE);
  }

  get(id: string): Promise<Answer> {
    return this.request("GET", `/items/${encodeURIComponent(id)}`);
  }

  health(): Promise<Answer> {
    return this.request("GET", "/health");
  }

  /** The first log line that `wanted` accepts. Waits, because lines arrive after the response. */
  async log(wanted: (fields: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    return await eventually(() => this.logs.find(wanted), "such a log line");
  }

  /** Posts JSON. A string is sent unchanged. */
  post(body: unknown, headers: Record<string, string> = {}, query = ""): Promise<Answer> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return this.request("POST", `/items${query}`, { "Content-Type": "application/json", ...headers }, text);
  }

  async request(method: string, path: string, headers: Record<string, string> = {}, body?: string | Uint8Array) {
    const response = await fetch(`${this.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text === "" ? undefined : JSON.parse(text),
    };
  }

  async close(): Promise<void> {
    await this.listener.close();
    await Promise.all(this.functions.map((one) => one.close()));
    await this.database.close();
  }
}

/** A function that starts at its first invocation, as in Lambda. */
class Launch {
  private readonly options: LocalFunctionOptions;
  private launched: LocalFunction | undefined;

  constructor(options: LocalFunctionOptions) {
    this.options = options;
  }

  invoke(event: unknown): Promise<unknown> {
    this.launched ??= new LocalFunction(this.options);
    return this.launched.invoke(event);
  }

  async close(): Promise<void> {
    await this.launched?.close();
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any response of the API
  readonly json: any;
}
