import { policyDocument } from "../../modules/shared/iam";
import { statementsOf } from "./policy";

describe("statementsOf", () => {
  test("reads what policyDocument writes, lists as lists", () => {
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

  test.each([
    ["*", { AWS: ["*"] }],
    [{ AWS: "*" }, { AWS: ["*"] }],
    [{ Service: ["a", "b"] }, { Service: ["a", "b"] }],
  ])("reads the principal %j", (Principal, principals) => {
    expect(statementsOf(JSON.stringify({ Statement: [{ Effect: "Allow", Principal }] }))[0]?.principals).toEqual(
      principals,
    );
  });

  test("reads a single statement that stands outside a list", () => {
    expect(statementsOf('{"Statement":{"Effect":"Deny","Action":["a","b"]}}')).toMatchObject([
      { effect: "Deny", actions: ["a", "b"] },
    ]);
  });

  test("fails on what is no JSON", () => {
    expect(() => statementsOf("${data.aws_iam_policy_document.it.json}")).toThrow("JSON");
  });
});
