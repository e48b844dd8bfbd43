import { policyDocument } from "../../modules/shared/iam";
import { statementsOf } from "./policy";

describe("statementsOf", () => {
  it("reads the output of policyDocument", () => {
    const document = policyDocument([
      { sid: "Read", actions: ["s3:GetObject"], resources: ["${aws_s3_bucket.it.arn}/*"] },
    ]);
    expect(statementsOf(document)).toEqual([
      {
        sid: "Read",
        effect: "Allow",
        actions: ["s3:GetObject"],
        resources: ["${aws_s3_bucket.it.arn}/*"],
        principals: {},
        conditions: {},
      },
    ]);
  });

  it.each([
    ["*", { AWS: ["*"] }],
    [{ AWS: "*" }, { AWS: ["*"] }],
    [{ Service: ["a", "b"] }, { Service: ["a", "b"] }],
  ])("reads the principal %j", (Principal, principals) => {
    expect(statementsOf(JSON.stringify({ Statement: [{ Effect: "Allow", Principal }] }))[0]?.principals).toEqual(
      principals,
    );
  });

  it("reads a statement that is not in a list", () => {
    expect(statementsOf('{"Statement":{"Effect":"Deny","Action":["a","b"]}}')).toMatchObject([
      { effect: "Deny", actions: ["a", "b"] },
    ]);
  });

  it("fails when the document is not JSON", () => {
    expect(() => statementsOf("${data.aws_iam_policy_document.it.json}")).toThrow("JSON");
  });
});
