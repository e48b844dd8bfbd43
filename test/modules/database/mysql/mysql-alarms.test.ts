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

  it("watches CPU, free storage and connections of a writer", () => {
    const names = writer.all("aws_cloudwatch_metric_alarm").map(({ alarm_name: name }) => name);
    expect(names.sort()).toEqual(["mysql-connections", "mysql-cpu", "mysql-free-storage"]);
  });

  it("watches the instance that it is given", () => {
    writer.all("aws_cloudwatch_metric_alarm", {
      namespace: "AWS/RDS",
      dimensions: { DBInstanceIdentifier: "project-x-dev-mysql" },
    });
  });

  it("goes off when the instance is busy for a quarter of an hour, or silent", () => {
    writer.one("aws_cloudwatch_metric_alarm", {
      metric_name: "CPUUtilization",
      period: 300,
      evaluation_periods: 3,
      threshold: 80,
      treat_missing_data: "breaching",
    });
  });

  it("goes off when less than a tenth of the storage stays free", () => {
    writer.one("aws_cloudwatch_metric_alarm", {
      metric_name: "FreeStorageSpace",
      comparison_operator: "LessThanThreshold",
      threshold: 2 * 1024 ** 3,
    });
  });

  it("goes off at 70 % of the connections that the class allows", () => {
    writer.one("aws_cloudwatch_metric_alarm", {
      metric_name: "DatabaseConnections",
      comparison_operator: "GreaterThanThreshold",
      threshold: 477,
    });
  });

  it("watches how far a replica is behind", () => {
    replica.count("aws_cloudwatch_metric_alarm", 4);
    const { metric_query: queries } = replica.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "mysql-replica-lag",
      threshold: 30,
      treat_missing_data: "breaching",
    });
    expect(queries[1].metric.metric_name).toBe("ReplicaLag");
  });

  it("takes replication that has stopped for a day's lag", () => {
    const { metric_query: queries } = replica.one("aws_cloudwatch_metric_alarm", { alarm_name: "mysql-replica-lag" });
    expect(queries[0].expression).toBe("IF(lag<0,86400,lag)");
  });

  it("fails for a class whose memory it does not know", () => {
    expect(() => build({ instanceClass: "db.x2g.large" })).toThrow(
      'instanceClass must be of a t, m or r family, got "db.x2g.large"; add the family\'s memory to LARGE_GIB',
    );
  });
});
