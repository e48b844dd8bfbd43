import { describedMethods } from "../../../../tools/local-runtime/api/api-description";

const URI =
  "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:it:live/invocations";

function description(operation: object, more: object = {}, name = "get") {
  const integration = { type: "aws_proxy", uri: URI };
  return { paths: { "/a": { [name]: { "x-amazon-apigateway-integration": integration, ...operation } } }, ...more };
}

function schemes(caller: object) {
  return { components: { securitySchemes: { caller } } };
}

describe("describedMethods", () => {
  it("has API Gateway's defaults", () => {
    expect(describedMethods(description({}))).toEqual([
      {
        method: "GET",
        path: "/a",
        functionName: "it",
        timeoutMs: 29_000,
        auth: { type: "none" },
        required: [],
        models: new Map(),
      },
    ]);
  });

  it("reads methods without a name", () => {
    expect(describedMethods(description({}, {}, "x-amazon-apigateway-any-method"))).toMatchObject([{ method: "ANY" }]);
    expect(describedMethods(description({}, {}, "parameters"))).toEqual([]);
  });

  it.each([
    [undefined, undefined, 0, 0],
    ["all", undefined, 1, 1],
    ["parameters", undefined, 1, 0],
    ["parameters", "all", 1, 0],
    [undefined, "all", 1, 1],
    ["unknown", undefined, 0, 0],
  ])("uses the validator %s of the operation, or %s of the API", (own, api, required, models) => {
    const key = "x-amazon-apigateway-request-validator";
    const [method] = describedMethods(
      description(
        {
          ...(own ? { [key]: own } : {}),
          parameters: [
            { in: "query", name: "page", required: true },
            { in: "query", name: "size", required: false },
          ],
          requestBody: { content: { "application/json": { schema: {} }, "text/plain": {} } },
        },
        {
          ...(api ? { [key]: api } : {}),
          "x-amazon-apigateway-request-validators": {
            all: { validateRequestBody: true, validateRequestParameters: true },
            parameters: { validateRequestBody: false, validateRequestParameters: true },
          },
        },
      ),
    );
    expect([method?.required.length, method?.models.size]).toEqual([required, models]);
  });

  it("reads the authorization", () => {
    const auth = (security: object, caller: object) =>
      describedMethods(description({ security }, schemes(caller)))[0]?.auth;
    expect(auth([], {})).toEqual({ type: "none" });
    expect(auth([{ caller: [] }], { "x-amazon-apigateway-authtype": "awsSigv4" })).toEqual({ type: "iam" });
    const authorizer = {
      type: "token",
      authorizerUri: URI,
      authorizerResultTtlInSeconds: 7,
      identityValidationExpression: "^a$",
    };
    expect(
      auth([{ caller: [] }], {
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": authorizer,
      }),
    ).toEqual({ type: "token", functionName: "it", cacheSeconds: 7, accepts: /^a$/ });
  });

  it.each([
    [
      "another integration",
      description({ "x-amazon-apigateway-integration": { type: "mock" } }),
      'type of GET /a\'s integration must be aws_proxy, got "mock"',
    ],
    [
      "a URL",
      description({ "x-amazon-apigateway-integration": { type: "aws_proxy", uri: "https://example.com" } }),
      'uri of GET /a must be the invocation ARN of a function, got "https://example.com"',
    ],
    [
      "another authorizer",
      description({ security: [{ caller: [] }] }, schemes({ "x-amazon-apigateway-authtype": "cognito_user_pools" })),
      'authorization of GET /a must be none, awsSigv4 or a token authorizer, got "cognito_user_pools"',
    ],
  ])("fails with one line for %s", (_what, given, message) => {
    expect(() => describedMethods(given)).toThrow(expect.objectContaining({ name: "UsageError", message }));
  });
});
