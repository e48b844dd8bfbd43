import { AuroraAlarms } from "../../../../modules/database/aurora/aurora-alarms";
import { Template } from "../../../helpers/template";

describe("AuroraAlarms", () => {
  const alarms = (readerCount: number) =>
    Template.of((scope) => {
      const cluster = { identifier: "cluster", maxAcu: 16, readerCount };
      new AuroraAlarms(scope, "alarms", { name: "aurora", cluster, proxyName: "proxy", topicArn: "arn:topic" });
    });

  it("reports a cluster at its maximum capacity, and one without data", () => {
    alarms(1).one("aws_cloudwatch_metric_alarm", {
      metric_name: "ACUUtilization",
      dimensions: { DBClusterIdentifier: "cluster" },
      threshold: 95,
      treat_missing_data: "breaching",
    });
  });

  it("reports connections near the limit of the maximum capacity", () => {
    alarms(1).one("aws_cloudwatch_metric_alarm", { metric_name: "DatabaseConnections", threshold: 1600 });
  });

  it("has no alarm for lag without readers", () => {
    alarms(0).none("aws_cloudwatch_metric_alarm", { metric_name: "AuroraReplicaLagMaximum" });
  });

  it("stands alone: required props only", () => {
    alarms(1).count("aws_cloudwatch_metric_alarm", 6);
  });
});
