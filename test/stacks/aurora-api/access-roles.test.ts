import { type AuroraApiInput, auroraStacks } from "../../helpers/aurora-api";
import { statementsOf } from "../../helpers/policy";
import type { Template } from "../../helpers/template";

const DEVELOPERS = "arn:aws:iam::123456789012:role/developers";
const RELEASES = "arn:aws:iam::123456789012:role/releases";

const dataStack = (access?: NonNullable<AuroraApiInput["data"]>["access"]) =>
  auroraStacks(access ? { data: { access } } : {}).data as Template;

const permissionsOf = (stack: Template, name: string) =>
  statementsOf(stack.one("aws_iam_role_policy", { role: stack.ref("aws_iam_role", name, "name") }).policy);

describe("createAccessRoles", () => {
  const stack = dataStack({ reader: [DEVELOPERS, RELEASES], migrator: [RELEASES] });

  it("lets these principals connect to the proxy as the user of the role only", () => {
    for (const [user, principals] of Object.entries({ reader: [DEVELOPERS, RELEASES], migrator: [RELEASES] })) {
      const { assume_role_policy: trust } = stack.one("aws_iam_role", { name: `sample-test-aurora-${user}` });
      expect(statementsOf(trust).map(({ principals: trusted }) => trusted)).toEqual([{ AWS: principals }]);
      const connect = permissionsOf(stack, `access-${user}`).filter(({ actions }) =>
        actions.includes("rds-db:connect"),
      );
      expect(connect.flatMap(({ resources }) => resources)).toEqual([
        expect.stringMatching(
          new RegExp(`^arn:aws:rds-db:eu-west-1:123456789012:dbuser:\\$\\{local\\.[^}]+\\}/${user}$`),
        ),
      ]);
    }
  });

  it("lets them find the endpoints, which the shell needs, and nothing else", () => {
    const actions = permissionsOf(stack, "access-reader").flatMap((statement) => statement.actions);
    expect(actions.sort()).toEqual(["rds-db:connect", "rds:DescribeDBProxies", "rds:DescribeDBProxyEndpoints"]);
  });

  it("has an output for each role", () => {
    expect(stack.output("reader_role_arn")).toBe(stack.ref("aws_iam_role", "access-reader", "arn"));
    expect(stack.output("migrator_role_arn")).toBe(stack.ref("aws_iam_role", "access-migrator", "arn"));
  });

  it("creates no role without principals", () => {
    dataStack().none("aws_iam_role", { name: "sample-test-aurora-reader" });
    dataStack({ reader: [DEVELOPERS] }).none("aws_iam_role", { name: "sample-test-aurora-migrator" });
  });
});
