import { ExpiringLogGroup, type ExpiringLogGroupProps } from "../../../modules/monitoring/expiring-log-group";
import { Template } from "../../helpers/template";

function build(props: Partial<ExpiringLogGroupProps> = {}): Template {
  return Template.of((scope) => {
    new ExpiringLogGroup(scope, "log", { name: "/project-x/dev", kmsKeyArn: "key", ...props });
  });
}

describe("ExpiringLogGroup", () => {
  it("stands alone: required props only", () => {
    build().one("aws_cloudwatch_log_group", { name: "/project-x/dev", kms_key_id: "key", retention_in_days: 365 });
  });

  it("keeps events for the given number of days", () => {
    build({ retentionInDays: 7 }).one("aws_cloudwatch_log_group", { retention_in_days: 7 });
  });

  it("fails when it would keep events for ever", () => {
    expect(() => build({ retentionInDays: 0 })).toThrow("retentionInDays must be at least 1, got 0");
  });
});
