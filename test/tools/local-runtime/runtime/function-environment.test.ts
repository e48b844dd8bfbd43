import { functionEnvironment } from "../../../../tools/local-runtime/runtime/function-environment";

const props = { region: "eu-west-1", dynamoDb: "http://127.0.0.1:1", healthStatus: 200 };

describe("functionEnvironment", () => {
  it("has the variables of the stack, and what Lambda and the SDK need", () => {
    expect(functionEnvironment({ ...props, variables: { TABLE_NAME: "items" } })).toEqual({
      TABLE_NAME: "items",
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIDLOCALRUNTIME",
      AWS_SECRET_ACCESS_KEY: "valid-on-this-machine-only",
      AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
  });

  it("sets the drill switch of functions that have one", () => {
    const withStatus = (variables: Record<string, string>, healthStatus: number) =>
      functionEnvironment({ ...props, variables, healthStatus }).STATUS;
    expect(withStatus({ STATUS: "200" }, 503)).toBe("503");
    expect(withStatus({ STATUS: "404" }, 200)).toBe("404");
    expect(withStatus({}, 503)).toBeUndefined();
  });
});
