import { awsError } from "../../../tools/shared/aws-error";
import { UsageError } from "../../../tools/shared/usage-error";

describe("awsError", () => {
  it.each([
    ["an error of a service", { name: "AccessDeniedException", $metadata: {} }],
    ["missing credentials", { name: "CredentialsProviderError" }],
    ["an unreachable endpoint", { name: "Error", code: "ECONNREFUSED" }],
  ])("is one line for %s", (_, fields) => {
    const error = Object.assign(new Error("no"), fields);
    expect(() => awsError(error)).toThrow(new UsageError(`${fields.name}: no`));
  });

  it("leaves bugs as they are", () => {
    const bug = new TypeError("undefined is not a function");
    expect(() => awsError(bug)).toThrow(bug);
  });
});
