import { required } from "../../../../modules/shared/errors";
import type { Backend } from "../../../../tools/local-runtime/model/backend";
import { readBackend } from "../../../../tools/local-runtime/model/read-backend";
import type { LoadedStack } from "../../../../tools/local-runtime/model/stack-resources";
import { activeActive, activeActiveInput } from "../../../helpers/active-active";
import { sampleEnvironment } from "../../../helpers/environments";
import { loadedStacks } from "../../../helpers/loaded-stacks";

const ISSUERS = [{ issuer: "https://login.example.com", audience: ["items"] }];

/** The stacks after a change of one resource, as if another configuration had been synthesized. */
function changedResource(
  stacks: readonly LoadedStack[],
  stack: string,
  type: string,
  change: (resource: Record<string, unknown>) => void,
): LoadedStack[] {
  const copy = structuredClone(stacks) as LoadedStack[];
  const found = required(
    copy,
    copy.findIndex(({ id }) => id === stack),
    "stacks",
  );
  for (const resource of Object.values(found.configuration.resource?.[type] ?? {})) {
    change(resource as Record<string, unknown>);
  }
  return copy;
}

describe("readBackend", () => {
  const stacks = loadedStacks(activeActive());
  let backend: Backend;
  beforeAll(() => {
    backend = readBackend("test", stacks);
  });

  it("reads the table, its key and its replicas", () => {
    expect(backend.table).toEqual({
      name: "MyGlobalTable",
      partitionKey: "item_id",
      regions: ["us-east-1", "eu-west-1"],
    });
    expect(backend.accountId).toBe("123456789012");
  });

  it("reads the names", () => {
    expect(backend.sharedName).toBe("api.example.com");
    expect(backend.regions.map(({ ownName }) => ownName)).toEqual(
      ["us-east-1", "eu-west-1"].map((region) => `${region}.api.example.com`),
    );
  });

  it("reads the functions of each region", () => {
    const [, ireland] = backend.regions;
    expect(ireland?.functions.map(({ name }) => name)).toEqual(
      ["create-item", "get-item", "health"].map((name) => `sample-test-items-eu-west-1-${name}`),
    );
    expect(ireland?.functions[2]).toMatchObject({
      archive: expect.stringMatching(/^\/out\/test-active-active-region-eu-west-1\/assets\/.*\.zip$/),
      handler: "handler.handler",
      environment: { TABLE_NAME: "MyGlobalTable", PEERS: "us-east-1", STATUS: "200" },
      memoryMiB: 512,
      timeoutSeconds: 2,
      reservedConcurrency: 50,
    });
  });

  it("reads the API: its description without references, its stage and its limits", () => {
    const [{ api } = { api: undefined }] = backend.regions;
    expect(api).toMatchObject({
      stage: "dev",
      throttles: { "*/*": { rate: 500, burst: 1000 }, "~1items/POST": { rate: 200, burst: 400 } },
    });
    const uris = JSON.stringify(api?.description).match(/"uri":"[^"]+"/g);
    expect(uris).toHaveLength(3);
    for (const uri of uris ?? []) {
      expect(uri).toMatch(/:function:sample-test-items-us-east-1-[a-z-]+:live\/invocations"$/);
    }
  });

  describe("follows the configuration", () => {
    const read = (...parameters: Parameters<typeof activeActive>) =>
      readBackend("test", loadedStacks(activeActive(...parameters)));

    it.each([
      [["us-east-1", "eu-west-1", "eu-central-1"]],
      [["ap-southeast-2", "us-east-1", "eu-west-1", "sa-east-1"]],
    ])("keeps the order of the regions %j", (regions) => {
      const { regions: found, table } = read({}, regions);
      expect(found.map(({ name }) => name)).toEqual(regions);
      expect(table.regions).toEqual(regions);
    });

    it("has no names without a domain", () => {
      const { sharedName, regions } = read({ domain: undefined, api: { auth: { type: "none" } } });
      expect([sharedName, ...regions.map(({ ownName }) => ownName)]).toEqual([undefined, undefined, undefined]);
    });

    it("includes drained regions, and not removed ones", () => {
      const { regions } = activeActiveInput(["eu-west-1", "us-east-1", "us-west-2"]);
      const states = ["active", "drained", "removed"] as const;
      const { regions: found, table } = read({
        regions: regions.map((region, index) => ({
          ...region,
          state: required(states, index, "states"),
          deletionProtection: index < 2,
        })),
      });
      expect(found.map(({ name }) => name)).toEqual(["eu-west-1", "us-east-1"]);
      expect(table.regions).toEqual(["eu-west-1", "us-east-1"]);
    });

    it("reads the authorizer of tokens, its function and its settings", () => {
      const { regions } = read({ api: { auth: { type: "jwt", issuers: ISSUERS, cacheSeconds: 7 } } });
      const [first] = regions;
      expect(first?.functions.map(({ name }) => name)).toContain("sample-test-items-us-east-1-authorizer");
      expect(first?.api.description).toMatchObject({
        components: {
          securitySchemes: { caller: { "x-amazon-apigateway-authorizer": { authorizerResultTtlInSeconds: 7 } } },
        },
      });
    });

    it("reads other limits and another path", () => {
      const { regions } = read({
        api: {
          auth: { type: "none" },
          concurrency: { getItem: 7 },
          throttling: { createItem: { requestsPerSecond: 3, burst: 4 } },
          healthPath: "/health-0123456789abcdef",
        },
      });
      const [first] = regions;
      expect(first?.functions[1]).toMatchObject({ reservedConcurrency: 7 });
      expect(first?.api.throttles).toMatchObject({ "~1items/POST": { rate: 3, burst: 4 } });
      expect(Object.keys(first?.api.description.paths as object)).toContain("/health-0123456789abcdef");
    });
  });

  it("reads another route that only the synthesized stack has", () => {
    const changed = changedResource(
      stacks,
      "test-active-active-region-eu-west-1",
      "aws_api_gateway_rest_api",
      (api) => {
        const body = JSON.parse(String(api.body));
        body.paths["/items/{item_id}"].delete = body.paths["/items/{item_id}"].get;
        api.body = JSON.stringify(body);
      },
    );
    const paths = readBackend("test", changed).regions.map(({ api }) =>
      JSON.stringify(api.description).includes('"delete":'),
    );
    expect(paths).toEqual([false, true]);
  });

  it("has Lambda's defaults, and no limit for a removed reservation", () => {
    const changed = changedResource(stacks, "test-active-active-region-eu-west-1", "aws_lambda_function", (fn) => {
      delete fn.memory_size;
      delete fn.timeout;
      fn.reserved_concurrent_executions = -1;
    });
    expect(readBackend("test", changed).regions[1]?.functions[0]).toMatchObject({
      memoryMiB: 128,
      timeoutSeconds: 3,
      reservedConcurrency: undefined,
    });
  });

  describe("fails with one line", () => {
    const REGION = "test-active-active-region-eu-west-1";
    const body = (text: unknown) =>
      changedResource(stacks, REGION, "aws_api_gateway_rest_api", (api) => {
        api.body = text;
      });

    it.each<[string, string, () => LoadedStack[], string]>([
      ["an unknown environment", "nope", () => stacks, '--environment must be one of test, got "nope"'],
      [
        "environments without the backend",
        "test",
        () => loadedStacks(sampleEnvironment()),
        '--environment must be an environment with activeActive, which none has, got "test"',
      ],
      [
        "no table stack",
        "test",
        () => stacks.filter(({ id }) => !id.endsWith("-table")),
        "the stacks of the backend must include table, got region-us-east-1, region-eu-west-1, routing",
      ],
      [
        "no region",
        "test",
        () => stacks.filter(({ id }) => !id.includes("-region-")),
        "activeActive.regions of test must have a deployed region, got none",
      ],
      [
        "an API without description",
        "test",
        () => body(undefined),
        `body of ${REGION}'s REST API must be an OpenAPI document, got nothing`,
      ],
      [
        "a description in YAML",
        "test",
        () => body("openapi: 3"),
        `body of ${REGION}'s REST API must be JSON, got "openapi: 3"`,
      ],
    ])("for %s", (_what, environment, given, message) => {
      expect(() => readBackend(environment, given())).toThrow(expect.objectContaining({ name: "UsageError", message }));
    });
  });
});
