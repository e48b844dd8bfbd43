import { AuroraAlarms, auroraConnectionLimit } from "../../../../modules/database/aurora/aurora-alarms";
import { Template } from "../../../helpers/template";

describe("AuroraAlarms", () => {
  const alarms = (hasReaders: boolean) =>
    Template.of((scope) => {
      const names = { name: "aurora", clusterIdentifier: "cluster", proxyName: "proxy" };
      new AuroraAlarms(scope, "alarms", { ...names, maxAcu: 16, hasReaders, topicArn: "arn:topic" });
    });

  it("notices a cluster at its maximum, and one that is gone", () => {
    alarms(true).one("aws_cloudwatch_metric_alarm", {
      metric_name: "ACUUtilization",
      dimensions: { DBClusterIdentifier: "cluster" },
      threshold: 95,
      treat_missing_data: "breaching",
    });
  });

  it("notices connections near the limit of the maximum capacity", () => {
    alarms(true).one("aws_cloudwatch_metric_alarm", { metric_name: "DatabaseConnections", threshold: 1600 });
  });

  it("knows no lag without readers", () => {
    alarms(false).none("aws_cloudwatch_metric_alarm", { metric_name: "AuroraReplicaLagMaximum" });
  });

  it.each([
    [1, 90],
    [3.5, 90],
    [4, 135],
    [16, 2000],
    [100, 4000],
    [256, 6000],
  ])("takes Aurora at %d ACU for one with %d connections", (acu, connections) => {
    expect(auroraConnectionLimit(acu)).toBe(connections);
  });
});
