import { MysqlAlarms, type MysqlAlarmsProps } from "../../../../modules/database/mysql/mysql-alarms";
import { Template } from "../../../helpers/template";

function build(props: Partial<MysqlAlarmsProps> = {}): Template {
  return Template.of((scope) => {
    new MysqlAlarms(scope, "mysql", {
      name: "mysql",
      identifier: "project-x-dev-mysql",
      role: "writer",
      instanceClass: "db.m6g.large",
      allocatedStorageGiB: 20,
      topicArn: "topic",
      ...props,
    });
  });
}

describe("MysqlAlarms", () => {
  const writer = build();
  const replica = build({ role: "replica" });

  it("has alarms for CPU, free storage and connections of a writer", () => {
    const names = writer.all("aws_cloudwatch_metric_alarm").map(({ alarm_name: name }) => name);
    expect(names.sort()).toEqual(["mysql-connections", "mysql-cpu", "mysql-free-storage"]);
  });

  it("stands alone: required props only", () => {
    writer.count("aws_cloudwatch_metric_alarm", 3);
  });

  it("uses metrics of the given instance", () => {
    writer.all("aws_cloudwatch_metric_alarm", {
      namespace: "AWS/RDS",
      dimensions: { DBInstanceIdentifier: "project-x-dev-mysql" },
    });
  });

  it("fires when the instance is busy for 15 minutes, or does not report", () => {
    writer.one("aws_cloudwatch_metric_alarm", {
      metric_name: "CPUUtilization",
      period: 300,
      evaluation_periods: 3,
      threshold: 80,
      treat_missing_data: "breaching",
    });
  });

  it("fires when less than a tenth of the storage is free", () => {
    writer.one("aws_cloudwatch_metric_alarm", {
      metric_name: "FreeStorageSpace",
      comparison_operator: "LessThanThreshold",
      threshold: 2 * 1024 ** 3,
    });
  });

  it("fires at 70 % of the connections that the class allows", () => {
    writer.one("aws_cloudwatch_metric_alarm", {
      metric_name: "DatabaseConnections",
      comparison_operator: "GreaterThanThreshold",
      threshold: 477,
    });
  });

  it("has an alarm for the lag of a replica", () => {
    replica.count("aws_cloudwatch_metric_alarm", 4);
    const { metric_query: queries } = replica.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "mysql-replica-lag",
      threshold: 30,
      treat_missing_data: "breaching",
    });
    expect(queries[1].metric.metric_name).toBe("ReplicaLag");
  });

  it("treats stopped replication as a lag of one day", () => {
    const { metric_query: queries } = replica.one("aws_cloudwatch_metric_alarm", { alarm_name: "mysql-replica-lag" });
    expect(queries[0].expression).toBe("IF(lag<0,86400,lag)");
  });

  it("fails for a class whose memory is unknown", () => {
    expect(() => build({ instanceClass: "db.q1.large" })).toThrow(
      'instanceClass must be of a known family, got "db.q1.large"; add the family\'s memory to LARGE_GIB',
    );
  });
});
