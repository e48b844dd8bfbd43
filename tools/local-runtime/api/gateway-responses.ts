/** Gateway responses as in `x-amazon-apigateway-gateway-responses`. */
export type GatewayResponseTemplates = Readonly<
  Record<
    string,
    {
      readonly statusCode?: number | string;
      readonly responseParameters?: Readonly<Record<string, string>>;
      readonly responseTemplates?: Readonly<Record<string, string>>;
    }
  >
>;

/** A response that API Gateway itself writes. */
export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Status of each type without a setting in the description.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const STATUS: Readonly<Record<string, number>> = {
  ACCESS_DENIED: 403,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  EXPIRED_TOKEN: 403,
  // Not a type of its own in API Gateway: DEFAULT_4XX applies to a malformed header.
  INCOMPLETE_SIGNATURE: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  REQUEST_TOO_LARGE: 413,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  // A function that throws.
  DEFAULT_5XX: 502,
};

const DEFAULT_TEMPLATE = '{"message":$context.error.messageString}';

/** Writes the responses of API Gateway itself, from the API's description. */
export class GatewayResponses {
  private readonly templates: GatewayResponseTemplates;

  constructor(templates: GatewayResponseTemplates) {
    this.templates = templates;
  }

  /** The response of a type. Types without a template have that of `DEFAULT_4XX` or `DEFAULT_5XX`. */
  render(type: string, message: string, requestId: string): GatewayResponse {
    const status = Number(this.templates[type]?.statusCode ?? STATUS[type] ?? 500);
    const fallback = this.templates[status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX"];
    const { responseParameters = {}, responseTemplates } = this.templates[type] ?? fallback ?? {};
    const template = (responseTemplates ?? fallback?.responseTemplates)?.["application/json"] ?? DEFAULT_TEMPLATE;
    const headers = Object.entries(responseParameters).map(([name, value]) => [
      name.replace(/^gatewayresponse\.header\./, ""),
      value.replace(/^'(.*)'$/, "$1"),
    ]);
    return {
      status,
      headers: { "Content-Type": "application/json", ...Object.fromEntries(headers) },
      // In one pass, so that a variable's name within the message stays text.
      body: template.replace(/\$context\.(error\.messageString|requestId)/g, (_, name: string) =>
        name === "requestId" ? requestId : JSON.stringify(message),
      ),
    };
  }
}
