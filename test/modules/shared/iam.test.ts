import { type PolicyStatement, policyDocument, serviceTrust } from "../../../modules/shared/iam";

describe("policyDocument", () => {
  const statement: PolicyStatement = {
    sid: "Read",
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::bucket/*"],
  };

  const first = (text: string) => JSON.parse(text).Statement[0];

  it("allows by default, in the words of the policy grammar", () => {
    expect(JSON.parse(policyDocument([statement]))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" }],
    });
  });

  it("writes a list of one as its only member, as AWS returns it", () => {
    const two = { ...statement, actions: ["s3:GetObject", "s3:PutObject"], resources: ["a", "b"] };
    expect(first(policyDocument([two]))).toMatchObject({ Action: two.actions, Resource: two.resources });
  });

  it("takes effect, principals and conditions", () => {
    const denial: PolicyStatement = {
      ...statement,
      effect: "Deny",
      principals: { AWS: "*" },
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    };
    expect(first(policyDocument([denial]))).toEqual({
      Sid: "Read",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::bucket/*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  it("denies access to every resource except some", () => {
    const denial = first(policyDocument([{ ...statement, effect: "Deny", exceptResources: true }]));
    expect(denial).toMatchObject({ Effect: "Deny", NotResource: "arn:aws:s3:::bucket/*" });
    expect(denial).not.toHaveProperty("Resource");
  });

  it("fails when a statement allows access to every resource except some", () => {
    expect(() => policyDocument([{ ...statement, exceptResources: true }])).toThrow(
      "exceptResources must be false with Allow, got true",
    );
  });

  it("keeps the order of the statements", () => {
    const sids = JSON.parse(policyDocument([statement, { ...statement, sid: "Again" }])).Statement.map(
      ({ Sid }: { Sid: string }) => Sid,
    );
    expect(sids).toEqual(["Read", "Again"]);
  });

  it("fails when two statements have the same sid", () => {
    expect(() => policyDocument([statement, statement])).toThrow(
      'sid must be unique within the policy, got ["Read","Read"]',
    );
  });
});

describe("serviceTrust", () => {
  it("lets one service assume the role", () => {
    expect(JSON.parse(serviceTrust("ec2.amazonaws.com"))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Assume", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    });
  });

  it("takes conditions against the confused deputy", () => {
    const conditions = { StringEquals: { "aws:SourceAccount": "123456789012" } };
    expect(JSON.parse(serviceTrust("backup.amazonaws.com", conditions)).Statement[0].Condition).toEqual(conditions);
  });
});
