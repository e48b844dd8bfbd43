/** The event of API Gateway's REST proxy integration, as far as the functions read it. */
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
  readonly requestContext: {
    readonly requestId: string;
    /** Result of the Lambda authorizer. Its context's values arrive as text. Absent without an authorizer. */
    readonly authorizer?: { readonly principalId?: string; readonly issuer?: string; readonly admin?: string } | null;
    /** The AWS principal that signed the request. The values are null for requests without a signature. */
    readonly identity?: {
      readonly userArn?: string | null;
      /** Unique ID: `AIDA...` of a user, `AROA...:<session>` of a role's session. */
      readonly caller?: string | null;
      readonly cognitoIdentityId?: string | null;
    };
  };
}

/** The result that the proxy integration turns into an HTTP response. */
export interface ApiResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Lambda's context object, as far as the functions read it. */
export interface FunctionContext {
  readonly awsRequestId: string;
  readonly functionName: string;
}

/** Every value of a header. The case of its name does not matter, because clients and HTTP/2 write it differently. */
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
