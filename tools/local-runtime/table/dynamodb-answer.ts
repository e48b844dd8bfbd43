/** An HTTP response of DynamoDB. */
export interface DynamoDbAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const CONTENT_TYPE = { "Content-Type": "application/x-amz-json-1.0" };

/** A successful response. */
export function success(output: object): DynamoDbAnswer {
  return { status: 200, headers: CONTENT_TYPE, body: JSON.stringify(output) };
}

/**
 * An error response.
 *
 * @param type name of the exception, e.g. `ThrottlingException`
 * @param more fields in addition to the message, e.g. `CancellationReasons`
 */
export function failure(status: number, type: string, message: string, more: object = {}): DynamoDbAnswer {
  const body = JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${type}`,
    message,
    Message: message,
    ...more,
  });
  return { status, headers: CONTENT_TYPE, body };
}
