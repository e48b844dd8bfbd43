import { RequestValidator } from "../../../../tools/local-runtime/api/request-validator";

const NEW_ITEM = {
  type: "object",
  required: ["item_id"],
  properties: { item_id: { type: "string", minLength: 1, maxLength: 4 } },
};

function validatorOf(schema: unknown, components: unknown = {}): RequestValidator {
  return new RequestValidator({ required: [], models: new Map([["application/json", { schema, components }]]) });
}

/** The refusal of a body, or undefined. */
function refusal(validator: RequestValidator, body: string, type: string | undefined = "application/json") {
  const headers = new Map(type === undefined ? [] : [["content-type", [type]]]);
  try {
    validator.validate({ pathParameters: {}, query: new Map(), headers, body: Buffer.from(body) });
    return undefined;
  } catch (error) {
    const { type: fault, message } = error as { type: string; message: string };
    return [fault, message];
  }
}

describe("RequestValidator", () => {
  const REFUSED = ["BAD_REQUEST_BODY", "Invalid request body"];

  it.each([
    ['{"item_id":"a"}', undefined],
    ['{"item_id":"a","more":[1]}', undefined],
    ["{}", REFUSED],
    ["[]", REFUSED],
    ["null", REFUSED],
    ['{"item_id":1}', REFUSED],
    ['{"item_id":null}', REFUSED],
    ['{"item_id":""}', REFUSED],
    // Characters, not UTF-16 units.
    ['{"item_id":"😀😀😀😀"}', undefined],
    ['{"item_id":"abcde"}', REFUSED],
    ["{", REFUSED],
    ["", REFUSED],
  ])("validates the body %s", (body, expected) => {
    expect(refusal(validatorOf(NEW_ITEM), body)).toEqual(expected);
  });

  it.each([
    ["application/json", REFUSED],
    ["Application/JSON; charset=utf-8", REFUSED],
    [undefined, REFUSED],
    ["", REFUSED],
    ["text/plain", undefined],
    ["application/json-patch+json", undefined],
  ])("validates a body of the content type %s", (type, expected) => {
    expect(refusal(validatorOf(NEW_ITEM), "{}", type)).toEqual(expected);
  });

  it("follows references to components", () => {
    const validator = validatorOf({ $ref: "#/components/schemas/NewItem" }, { schemas: { NewItem: NEW_ITEM } });
    expect(refusal(validator, "{}")).toEqual(REFUSED);
    expect(refusal(validator, '{"item_id":"a"}')).toBeUndefined();
  });

  describe("uses JSON schema draft 4", () => {
    it.each<[unknown, string, boolean]>([
      [{ minimum: 1, exclusiveMinimum: true }, "1", false],
      [{ minimum: 1, exclusiveMinimum: true }, "1.1", true],
      [{ minimum: 1, exclusiveMinimum: false }, "1", true],
      [{ maximum: 1, exclusiveMaximum: true }, "1", false],
      [{ id: "http://example.com/a", $schema: "http://json-schema.org/draft-04/schema#", type: "number" }, "1", true],
      [{ type: "string", format: "email" }, '"no address"', true],
      [{ type: "string", example: "a", xml: {} }, '"b"', true],
      [{ properties: { id: { type: "string" }, exclusiveMinimum: { type: "string" } } }, '{"id":1}', false],
      [
        { properties: { id: { type: "string" }, exclusiveMinimum: { type: "string" } } },
        '{"exclusiveMinimum":1}',
        false,
      ],
    ])("%j accepts %s: %s", (schema, body, accepted) => {
      expect(refusal(validatorOf(schema), body) === undefined).toBe(accepted);
    });
  });

  describe("requires parameters", () => {
    const validator = new RequestValidator({
      required: [
        { in: "path", name: "item_id" },
        { in: "query", name: "page" },
        { in: "header", name: "If-Match" },
      ],
      models: new Map(),
    });

    it.each([
      [{ item_id: "a" }, "1", "x", undefined],
      [{}, undefined, undefined, "[item_id, page, If-Match]"],
      [{ item_id: "a" }, " ", "x", "[page]"],
      [{ item_id: "a" }, "1", "", "[If-Match]"],
    ])("%j, page %j, If-Match %j", (pathParameters, page, match, names) => {
      const validate = () =>
        validator.validate({
          pathParameters: pathParameters as Record<string, string>,
          query: new Map(page === undefined ? [] : [["page", [page]]]),
          headers: new Map(match === undefined ? [] : [["if-match", [match]]]),
          body: Buffer.alloc(0),
        });
      if (names === undefined) {
        expect(validate).not.toThrow();
      } else {
        expect(validate).toThrow(
          expect.objectContaining({
            type: "BAD_REQUEST_PARAMETERS",
            message: `Missing required request parameters: ${names}`,
          }),
        );
      }
    });
  });
});
