import { EnhancedMonitoringRole } from "../../../modules/database/enhanced-monitoring-role";
import { Template } from "../../helpers/template";

function role(name = "project-x-dev-mysql-monitoring"): Template {
  return Template.of((scope) => {
    new EnhancedMonitoringRole(scope, "monitoring", {
      name,
      accountId: "111111111111",
      region: "eu-west-1",
      instancePrefix: "project-x-dev-mysql",
    });
  });
}

describe("EnhancedMonitoringRole", () => {
  it("is assumed by RDS for these instances of this account alone", () => {
    const [statement] = JSON.parse(role().one("aws_iam_role").assume_role_policy).Statement;
    expect(statement).toMatchObject({
      Principal: { Service: "monitoring.rds.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "111111111111" },
        StringLike: { "aws:SourceArn": "arn:aws:rds:eu-west-1:111111111111:db:project-x-dev-mysql*" },
      },
    });
  });

  it("may do what RDS's own policy for it says", () => {
    role().one("aws_iam_role_policy_attachment", {
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
  });

  it("fails when IAM would refuse the name", () => {
    expect(() => role("m".repeat(65))).toThrow("name must be at most 64 characters");
  });
});
