import Ajv, { type ValidateFunction } from "ajv";

/** A schema of the description. Its references are within `components`. */
export interface ModelSchema {
  readonly schema: unknown;
  readonly components: unknown;
}

/**
 * A model that bodies are validated with. API Gateway uses JSON schema draft 4: limits are exclusive by a Boolean, and `format` and
 * unknown words have no effect.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export class RequestModel {
  private readonly validate: ValidateFunction;

  constructor({ schema, components }: ModelSchema) {
    const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
    this.validate = ajv.compile(fromDraft4({ components, allOf: [schema] }) as object);
  }

  /** Whether a body is JSON that the model permits. */
  accepts(body: string): boolean {
    try {
      return this.validate(JSON.parse(body)) === true;
    } catch {
      return false;
    }
  }
}

/** The same schema in the form of draft 7, which Ajv knows. */
function fromDraft4(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(fromDraft4);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const {
    id,
    $schema: _dialect,
    exclusiveMinimum: above,
    exclusiveMaximum: below,
    ...rest
  } = value as Readonly<Record<string, unknown>>;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, fromDraft4(item)]));
  return {
    ...schema,
    // A property may have these names, too. Its schema is an object.
    ...(typeof id === "object" ? { id: fromDraft4(id) } : {}),
    ...limit("minimum", "exclusiveMinimum", above, schema.minimum),
    ...limit("maximum", "exclusiveMaximum", below, schema.maximum),
  };
}

function limit(inclusive: string, exclusive: string, flag: unknown, value: unknown): Readonly<Record<string, unknown>> {
  if (flag === true && typeof value === "number") {
    return { [inclusive]: undefined, [exclusive]: value };
  }
  return typeof flag === "object" ? { [exclusive]: fromDraft4(flag) } : {};
}
