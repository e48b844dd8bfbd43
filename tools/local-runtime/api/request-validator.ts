import type { DescribedMethod } from "./api-description";
import { GatewayFault } from "./gateway-fault";
import { RequestModel } from "./request-model";

/** The parts of a request that are validated. */
export interface ValidatedRequest {
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
}

/** API Gateway's type of a body without a content type. */
const DEFAULT_TYPE = "application/json";

/**
 * Validates requests as the method's request validator does: required parameters must be present and not blank, and a body must fit
 * the model of its content type. A body whose content type has no model is not validated.
 */
export class RequestValidator {
  private readonly required: DescribedMethod["required"];
  private readonly models: ReadonlyMap<string, RequestModel>;

  constructor({ required, models }: Pick<DescribedMethod, "required" | "models">) {
    this.required = required;
    this.models = new Map([...models].map(([type, schema]) => [type, new RequestModel(schema)]));
  }

  /** @throws GatewayFault with API Gateway's message */
  validate(request: ValidatedRequest): void {
    const missing = this.required.filter((parameter) => !valuesOf(request, parameter).some((value) => value.trim()));
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name).join(", ");
      throw new GatewayFault("BAD_REQUEST_PARAMETERS", `Missing required request parameters: [${names}]`);
    }
    const model = this.models.get(contentType(request));
    if (model && !model.accepts(request.body.toString())) {
      throw new GatewayFault("BAD_REQUEST_BODY", "Invalid request body");
    }
  }
}

function valuesOf(request: ValidatedRequest, { in: where, name }: DescribedMethod["required"][number]) {
  if (where === "path") {
    return [request.pathParameters[name] ?? ""];
  }
  return (where === "query" ? request.query.get(name) : request.headers.get(name.toLowerCase())) ?? [];
}

/** The media type without its parameters. */
function contentType({ headers }: ValidatedRequest): string {
  const [value = ""] = headers.get("content-type") ?? [];
  return value.split(";", 1)[0]?.trim().toLowerCase() || DEFAULT_TYPE;
}
