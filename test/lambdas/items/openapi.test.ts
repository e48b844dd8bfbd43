import Ajv from "ajv";
import fc from "fast-check";
import OpenAPISchemaValidator from "openapi-schema-validator";
import { parse } from "yaml";
import { CONTENTION_MS, PROBE_BUDGET, TABLE_BUDGET } from "../../../lambdas/items/table-budget";
import { readRepositoryFile } from "../../../modules/packaging/assets";
import { type Answer, ItemsRegion } from "../../helpers/items-region";

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly responses: Readonly<Record<string, { readonly content?: Record<string, { readonly schema: object }> }>>;
  readonly "x-amazon-apigateway-request-validator"?: string;
  readonly "x-amazon-apigateway-integration": { readonly uri: string; readonly timeoutInMillis: number };
}

const document = parse(readRepositoryFile("lambdas/items/openapi.yaml").toString("utf8"), { merge: false });
const paths = document.paths as Record<string, Record<string, Operation>>;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe("openapi.yaml", () => {
  it("is a valid OpenAPI 3.0 document", () => {
    const { errors } = new OpenAPISchemaValidator({ version: 3 }).validate(document);
    expect(errors).toEqual([]);
  });

  it("describes exactly the routes of the functions", () => {
    expect(operations.map(({ path, method }) => `${method} ${path}`).sort()).toEqual([
      "get /health",
      "get /items/{item_id}",
      "post /items",
    ]);
  });

  it("has security on every operation, because API Gateway ignores the root's", () => {
    expect(document.security).toBeUndefined();
    for (const { path, operation } of operations) {
      expect(operation.security).toEqual(path === "/health" ? [] : [{ caller: [] }]);
    }
  });

  it("has longer timeouts than the functions have for their table, below API Gateway's 29 s", () => {
    // The last attempt at a contended overwrite begins in this time, and then writes and reads once.
    const overwrite = CONTENTION_MS + 2 * TABLE_BUDGET.totalMs;
    const calls = { getItem: TABLE_BUDGET.totalMs, createItem: overwrite, health: PROBE_BUDGET.totalMs };
    for (const { operation } of operations) {
      const { timeoutInMillis } = operation["x-amazon-apigateway-integration"];
      expect(timeoutInMillis).toBeGreaterThan(calls[operation.operationId as keyof typeof calls]);
      expect(timeoutInMillis).toBeLessThan(29_000);
    }
  });

  it("has a timeout for health below the 2 s of Route 53's checkers", () => {
    const health = paths["/health"]?.get as Operation;
    const { timeoutInMillis } = health["x-amazon-apigateway-integration"];
    expect(timeoutInMillis).toBeLessThan(2_000);
  });

  it("uses only keywords in its models that API Gateway can import", () => {
    const text = JSON.stringify(document.components.schemas);
    expect(text).not.toMatch(/"(oneOf|anyOf|nullable|additionalProperties|discriminator|readOnly|exclusiveMinimum)":/);
    expect(Object.keys(document.components.schemas).join("")).toMatch(/^[A-Za-z0-9]+$/);
    expect(Object.keys(document.components)).not.toContain("responses");
  });

  it("has exactly these placeholders", () => {
    const words = new Set(JSON.stringify(document).match(/\{\{[^}]*\}\}/g));
    expect([...words].sort()).toEqual(["{{invoke:create-item}}", "{{invoke:get-item}}", "{{invoke:health}}"]);
  });

  it("has the same shape for API Gateway's own errors", () => {
    for (const { responseTemplates } of Object.values<{ responseTemplates: Record<string, string> }>(
      document["x-amazon-apigateway-gateway-responses"],
    )) {
      const text = (responseTemplates["application/json"] ?? "").replace("$context.error.messageString", '"why"');
      expect(Object.keys(JSON.parse(text).error)).toEqual(["code", "message", "request_id"]);
    }
  });
});

describe("a body that API Gateway refuses", () => {
  it("gets the rule of the only model for bodies", () => {
    const checked = operations.filter(
      ({ operation }) => operation["x-amazon-apigateway-request-validator"] === "everything",
    );
    expect(checked.map(({ path }) => path)).toEqual(["/items"]);
    const { required, properties } = document.components.schemas.NewItem;
    expect([required, Object.keys(properties)]).toEqual([["item_id"], ["item_id"]]);
    const answer = document["x-amazon-apigateway-gateway-responses"].BAD_REQUEST_BODY.responseTemplates;
    const { minLength, maxLength } = properties.item_id;
    expect(JSON.parse(answer["application/json"]).error.message).toContain(
      `item_id, a string of ${minLength} to ${maxLength} characters`,
    );
  });
});

describe("requests made from openapi.yaml", () => {
  let region: ItemsRegion;
  const ajv = new Ajv({ strict: false }).addSchema({ ...document, $id: "api" });

  beforeAll(async () => {
    region = await ItemsRegion.start();
  });
  afterAll(() => region.close());

  /** Fails unless the document describes the status and the body. */
  const expectDescribed = (operation: Operation, answer: Answer) => {
    const described = operation.responses[answer.status];
    expect({ status: answer.status, described: Boolean(described) }).toMatchObject({ described: true });
    if (described && !described.content) {
      expect(answer.text).toBe("");
      return;
    }
    const schema = described?.content?.["application/json"]?.schema ?? {};
    const resolved = "$ref" in schema ? { $ref: `api${String(schema.$ref)}` } : schema;
    expect(ajv.validate(resolved, answer.json) ? [] : ajv.errors).toEqual([]);
  };

  const post = paths["/items"]?.post as Operation;
  const get = paths["/items/{item_id}"]?.get as Operation;

  const headers = fc.record(
    Object.fromEntries(
      (post.parameters ?? [])
        .filter((parameter) => parameter.in === "header")
        .map(({ name }) => [name, fc.stringMatching(/^[!-~]{1,20}$/)]),
    ),
    { requiredKeys: [] },
  );
  const bodies = fc
    .tuple(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
    )
    .map(([item_id, rest]) => ({ ...rest, item_id }));

  it("returns described answers only from createItem and getItem", async () => {
    await fc.assert(
      fc.asyncProperty(
        bodies,
        headers,
        fc.constantFrom("", "?overwrite=true", "?overwrite=false"),
        async (body, sent, query) => {
          expectDescribed(post, await region.post(body, sent as Record<string, string>, query));
          // Clients remove these two from a path.
          fc.pre(![".", ".."].includes(body.item_id));
          expectDescribed(get, await region.get(body.item_id));
        },
      ),
      { numRuns: 40 },
    );
  });

  it("returns a described answer from health", async () => {
    expectDescribed(paths["/health"]?.get as Operation, await region.health());
  });
});
