/** What API Gateway's REST proxy integration hands to a function: the parts that are read here. */
export interface ApiEvent {
  readonly httpMethod: string;
  /** Route as the API describes it, e.g. `/items/{item_id}`. */
  readonly resource: string;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[] | undefined>> | null;
  /** REST APIs leave path parameters percent-encoded. */
  readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
  readonly requestContext: { readonly requestId: string };
}

/** What the proxy integration turns into an HTTP response. */
export interface ApiResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The parts of Lambda's context object that are read here. */
export interface FunctionContext {
  readonly awsRequestId: string;
  readonly functionName: string;
}

/** Every value of a header, whatever the case of its name: clients and HTTP/2 disagree on it. */
export function headerValues(event: ApiEvent, name: string): string[] {
  const wanted = name.toLowerCase();
  return Object.entries(event.multiValueHeaders ?? {})
    .filter(([header]) => header.toLowerCase() === wanted)
    .flatMap(([, values]) => values ?? []);
}

/** Every value of a query parameter. */
export function queryValues(event: ApiEvent, name: string): readonly string[] {
  return event.multiValueQueryStringParameters?.[name] ?? [];
}
