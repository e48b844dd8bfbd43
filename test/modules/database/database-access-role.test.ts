import { DatabaseAccessRole, type DatabaseAccessRoleProps } from "../../../modules/database/database-access-role";
import { statementsOf } from "../../helpers/policy";
import { Template } from "../../helpers/template";

const IAM = "arn:aws:iam::123456789012";
const SSO = `${IAM}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developers_0123456789abcdef`;
const ALICE = `${IAM}:user/people/alice`;
const CONNECT = { sid: "Connect", actions: ["rds-db:connect"], resources: ["arn:aws:rds-db:::dbuser:prx-1/reader"] };

function role(props: Partial<DatabaseAccessRoleProps> = {}): Template {
  return Template.of((scope) => {
    new DatabaseAccessRole(scope, "access", {
      name: "project-x-dev-aurora-reader",
      user: "reader",
      principals: [SSO],
      statements: [CONNECT],
      ...props,
    });
  });
}

const trustOf = (template: Template) => statementsOf(template.one("aws_iam_role").assume_role_policy);

describe("DatabaseAccessRole", () => {
  it("stands alone: required props only", () => {
    const template = role();
    template.one("aws_iam_role", { name: "project-x-dev-aurora-reader", max_session_duration: 3600 });
    expect(statementsOf(template.one("aws_iam_role_policy").policy)).toEqual([
      { ...CONNECT, effect: "Allow", principals: {}, conditions: {} },
    ]);
  });

  it("trusts these roles without MFA, because sessions of IAM Identity Center do not show it", () => {
    const roles = [SSO, `${IAM}:role/developers`];
    expect(trustOf(role({ principals: roles }))).toEqual([
      expect.objectContaining({
        effect: "Allow",
        actions: ["sts:AssumeRole", "sts:SetSourceIdentity"],
        principals: { AWS: roles },
        conditions: {},
      }),
    ]);
  });

  it("trusts users only with MFA", () => {
    const [roles, users, ...others] = trustOf(role({ principals: [ALICE, SSO] }));
    expect(roles).toMatchObject({ principals: { AWS: [SSO] }, conditions: {} });
    expect(users).toMatchObject({
      principals: { AWS: [ALICE] },
      conditions: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    });
    expect(others).toEqual([]);
  });

  it.each([
    "*",
    "123456789012",
    `${IAM}:root`,
    `${IAM}:role/*`,
    `${IAM}:role/`,
    `${IAM}:group/developers`,
    "arn:aws:sts::123456789012:assumed-role/developers/alice",
    "arn:aws:iam::12345:role/developers",
  ])("fails with the principal %s", (principal) => {
    expect(() => role({ principals: [SSO, principal] })).toThrow(
      `principals must be ARNs of IAM roles and users, got "${principal}"`,
    );
  });

  it("fails when the trust policy is longer than IAM accepts", () => {
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => `${IAM}:role/developers-${index + 10}`);
    const policy = (count: number) => `${role({ principals: names(count) }).one("aws_iam_role").assume_role_policy}`;
    expect(policy(39).length).toBeLessThanOrEqual(2048);
    expect(() => policy(50)).toThrow(
      /^principals must fit in a trust policy of 2048 characters, got "50 entries with \d{4} characters"; name one IAM role that/,
    );
  });

  it("fails without principals", () => {
    expect(() => role({ principals: [] })).toThrow("principals must have at least 1 entry, got [] (empty)");
  });
});
