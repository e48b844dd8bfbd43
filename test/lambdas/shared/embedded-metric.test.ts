import { type EmbeddedMetric, embedded } from "../../../lambdas/shared/embedded-metric";
import { Logger } from "../../../lambdas/shared/logger";

const AGE: EmbeddedMetric = {
  name: "HeartbeatAge",
  unit: "Milliseconds",
  value: 1_500,
  dimensions: { Backend: "items", Region: "eu-west-1" },
};

/** CloudWatch user guide, "Specification: Embedded metric format". */
const MEMBERS = {
  _aws: {
    Timestamp: 7,
    CloudWatchMetrics: [
      {
        Namespace: "Tierra/Items",
        Dimensions: [["Backend", "Region"]],
        Metrics: [{ Name: "HeartbeatAge", Unit: "Milliseconds" }],
      },
    ],
  },
  Backend: "items",
  Region: "eu-west-1",
  HeartbeatAge: 1_500,
};

describe("embedded", () => {
  it("has the metric's value and dimensions as members, and their names in the directive", () => {
    expect(embedded(AGE, 7)).toEqual(MEMBERS);
  });
});

describe("Logger.metric", () => {
  const written = (work: () => void): string[] => {
    const lines: string[] = [];
    const write = jest.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
    work();
    write.mockRestore();
    return lines;
  };

  it("writes one line with the metric, its fields, and the level and time by which Lambda filters", () => {
    const [line = "", ...more] = written(() => Logger.ofProcess().metric("age", AGE, { peer: "us-east-1" }));
    expect(more).toEqual([]);
    expect(line.endsWith("\n")).toBe(true);
    const { _aws, ...members } = MEMBERS;
    expect(JSON.parse(line)).toMatchObject({
      ...members,
      _aws: { CloudWatchMetrics: _aws.CloudWatchMetrics, Timestamp: expect.any(Number) },
      level: "INFO",
      message: "age",
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      peer: "us-east-1",
    });
  });

  it("writes it at every log level, because the alarms need the value", () => {
    process.env.POWERTOOLS_LOG_LEVEL = "ERROR";
    const lines = written(() => {
      Logger.ofProcess().info("not written");
      Logger.ofProcess().metric("age", AGE);
    });
    delete process.env.POWERTOOLS_LOG_LEVEL;
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(["age"]);
  });
});
