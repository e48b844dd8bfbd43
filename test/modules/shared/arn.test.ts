import { arnOf, iamPrincipal, managedPolicyArn, partitionOf } from "../../../modules/shared/arn";

const accountId = "123456789012";

describe("arnOf", () => {
  it("joins the parts", () => {
    expect(arnOf({ service: "kms", region: "eu-west-1", accountId, resource: "alias/state" })).toBe(
      "arn:aws:kms:eu-west-1:123456789012:alias/state",
    );
  });

  it("leaves the region of a global service out", () => {
    expect(arnOf({ service: "iam", region: "eu-west-1", accountId, resource: "root", global: true })).toBe(
      "arn:aws:iam::123456789012:root",
    );
  });

  it("takes the partition from the region", () => {
    expect(arnOf({ service: "logs", region: "cn-north-1", accountId, resource: "*" })).toBe(
      "arn:aws-cn:logs:cn-north-1:123456789012:*",
    );
    expect(arnOf({ service: "iam", region: "us-gov-west-1", accountId, resource: "root", global: true })).toBe(
      "arn:aws-us-gov:iam::123456789012:root",
    );
  });
});

it("managedPolicyArn names a policy that AWS owns", () => {
  expect(managedPolicyArn("us-east-1", "AmazonSSMManagedInstanceCore")).toBe(
    "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  );
});

it.each([
  ["eu-west-1", "aws"],
  ["us-east-1", "aws"],
  ["us-gov-east-1", "aws-us-gov"],
  ["cn-northwest-1", "aws-cn"],
])("partitionOf %s is %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

describe("iamPrincipal", () => {
  const accepts = (arn: string, ...rest: Parameters<typeof iamPrincipal>) => iamPrincipal(...rest).test(arn);

  it("accepts a role with a path", () => {
    const arn = `arn:aws:iam::${accountId}:role/aws-reserved/sso.amazonaws.com/Operators`;
    expect([accepts(arn, ["role"]), accepts(arn, ["user"]), accepts(arn, ["role"], "aws-cn")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each(["root", "role/*", "role/", "assumed-role/deploy/session", `role/${"a".repeat(65)}`])(
    "refuses %s",
    (resource) => {
      expect(accepts(`arn:aws:iam::${accountId}:${resource}`, ["role", "user"])).toBe(false);
    },
  );
});
