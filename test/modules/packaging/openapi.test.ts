import { apiDescription } from "../../../modules/packaging/openapi";

const path = "lambdas/items/openapi.yaml";
const invocations = { "get-item": "arn:get", "create-item": "arn:create", health: "arn:health" };
const caller = { type: "apiKey", name: "Authorization", in: "header" };

describe("apiDescription", () => {
  it("fills in every invocation", () => {
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

  it("puts the caller's proof in place of the document's", () => {
    const { components, paths } = JSON.parse(apiDescription({ path, invocations, caller }));
    expect(components.securitySchemes).toEqual({ caller });
    expect(paths["/items"].post.security).toEqual([{ caller: [] }]);
    expect(paths["/health"].get.security).toEqual([]);
  });

  it("asks for no proof when there is none", () => {
    const { components, paths } = JSON.parse(apiDescription({ path, invocations }));
    expect(components).not.toHaveProperty("securitySchemes");
    expect(paths["/items"].post).not.toHaveProperty("security");
  });

  it("fails on an invocation that is not given", () => {
    expect(() => apiDescription({ path, invocations: {} })).toThrow(
      'invocations must hold what lambdas/items/openapi.yaml asks for, got "{{invoke:',
    );
  });
});
