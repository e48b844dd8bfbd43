import { apiDescription } from "../../../modules/packaging/openapi";

const path = "lambdas/items/openapi.yaml";
const invocations = { "get-item": "arn:get", "create-item": "arn:create", health: "arn:health" };
const caller = { type: "apiKey", name: "Authorization", in: "header" };

describe("apiDescription", () => {
  it("replaces every placeholder", () => {
    const body = apiDescription({ path, invocations, caller });
    expect(body).not.toContain("{{");
    const { paths } = JSON.parse(body);
    const uri = (route: string, method: string) => paths[route][method]["x-amazon-apigateway-integration"].uri;
    expect([uri("/items/{item_id}", "get"), uri("/items", "post"), uri("/health", "get")]).toEqual([
      "arn:get",
      "arn:create",
      "arn:health",
    ]);
  });

  it("replaces the document's security schemes", () => {
    const { components, paths } = JSON.parse(apiDescription({ path, invocations, caller }));
    expect(components.securitySchemes).toEqual({ caller });
    expect(paths["/items"].post.security).toEqual([{ caller: [] }]);
    expect(paths["/health"].get.security).toEqual([]);
  });

  it("removes authentication when there is no security scheme", () => {
    const { components, paths } = JSON.parse(apiDescription({ path, invocations }));
    expect(components).not.toHaveProperty("securitySchemes");
    expect(paths["/items"].post).not.toHaveProperty("security");
  });

  it("fails when an invocation is missing", () => {
    expect(() => apiDescription({ path, invocations: {} })).toThrow(
      'invocations must have an entry for every placeholder of lambdas/items/openapi.yaml, got "{{invoke:',
    );
  });

  it("sets the timeout of every integration, or keeps the document's", () => {
    const timeouts = (timeoutMilliseconds?: number) => {
      const { paths } = JSON.parse(apiDescription({ path, invocations, timeoutMilliseconds }));
      const operations = Object.values(paths).flatMap((methods) => Object.values(methods as Record<string, object>));
      return operations.map((operation) => JSON.stringify(operation).match(/"timeoutInMillis":(\d+)/)?.[1]);
    };
    expect(new Set(timeouts(5_000))).toEqual(new Set(["5000"]));
    expect(new Set(timeouts()).size).toBeGreaterThan(1);
  });

  it("replaces paths, and leaves the others", () => {
    const { paths } = JSON.parse(apiDescription({ path, invocations, paths: { "/health": "/health-0a1b" } }));
    expect(Object.keys(paths)).toEqual(["/items", "/items/{item_id}", "/health-0a1b"]);
    expect(paths["/health-0a1b"].get.operationId).toBe("health");
  });
});
