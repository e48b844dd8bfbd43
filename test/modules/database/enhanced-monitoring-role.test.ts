import { EnhancedMonitoringRole } from "../../../modules/database/enhanced-monitoring-role";
import { Template } from "../../helpers/template";

function role(name = "project-x-dev-mysql-monitoring"): Template {
  return Template.of((scope) => {
    new EnhancedMonitoringRole(scope, "monitoring", {
      name,
      accountId: "123456789012",
      region: "eu-west-1",
      instancePrefix: "project-x-dev-mysql",
    });
  });
}

describe("EnhancedMonitoringRole", () => {
  it("can be assumed by RDS for these instances of this account only", () => {
    const [statement] = JSON.parse(role().one("aws_iam_role").assume_role_policy).Statement;
    expect(statement).toMatchObject({
      Principal: { Service: "monitoring.rds.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        StringLike: { "aws:SourceArn": "arn:aws:rds:eu-west-1:123456789012:db:project-x-dev-mysql*" },
      },
    });
  });

  it("stands alone: required props only", () => {
    role().count("aws_iam_role", 1);
  });

  it("has the permissions of AWS's managed policy", () => {
    role().one("aws_iam_role_policy_attachment", {
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
  });

  it("fails with a name that IAM refuses", () => {
    expect(() => role("m".repeat(65))).toThrow("name must be at most 64 characters");
  });
});
