import { FileSystemAlarms } from "../../../modules/storage/file-system-alarms";
import { Template } from "../../helpers/template";

describe("FileSystemAlarms", () => {
  it("stands alone: required props only, and fires at 80 % of the permitted throughput", () => {
    const template = Template.of((scope) => {
      new FileSystemAlarms(scope, "alarms", { name: "efs", fileSystemId: "fs-1", topicArn: "topic" });
    });
    const { metric_query: queries } = template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "efs-throughput",
      threshold: 80,
      treat_missing_data: "notBreaching",
    });
    expect(queries[0].expression).toBe("100*(metered/PERIOD(metered))/permitted");
    expect(queries.slice(1)).toEqual([
      expect.objectContaining({ id: "metered", metric: expect.objectContaining({ metric_name: "MeteredIOBytes" }) }),
      expect.objectContaining({
        id: "permitted",
        metric: expect.objectContaining({ metric_name: "PermittedThroughput", dimensions: { FileSystemId: "fs-1" } }),
      }),
    ]);
  });
});
