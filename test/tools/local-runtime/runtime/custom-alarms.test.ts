import type { CustomAlarm } from "../../../../tools/local-runtime/model/read-custom-alarms";
import { CustomAlarms } from "../../../../tools/local-runtime/runtime/custom-alarms";

const ALARM: CustomAlarm = {
  name: "project-x-dev-items-eu-west-1-replication",
  region: "eu-west-1",
  namespace: "Tierra/Items",
  metricName: "OldestHeartbeatAge",
  dimensions: { Backend: "items", Region: "eu-west-1" },
  comparison: "GreaterThanThreshold",
  threshold: 20_000,
  periodSeconds: 60,
  evaluationPeriods: 5,
  datapointsToAlarm: 5,
  missingData: "breaching",
};

/** An age in the log of a function. */
function line(value: number, region = "eu-west-1", backend = "items"): string {
  const [directive] = [
    { Namespace: "Tierra/Items", Dimensions: [["Region", "Backend"]], Metrics: [{ Name: "OldestHeartbeatAge" }] },
  ];
  return JSON.stringify({
    _aws: { CloudWatchMetrics: [directive] },
    Region: region,
    Backend: backend,
    OldestHeartbeatAge: value,
  });
}

describe("CustomAlarms", () => {
  let now: number;
  let alarms: CustomAlarms;
  beforeEach(() => {
    now = 0;
    alarms = new CustomAlarms(() => now, 1);
    alarms.replace([ALARM]);
  });

  /** Publishes an age at the middle of each minute. */
  function minutes(count: number, age?: number, publish = line): void {
    for (let minute = 0; minute < count; minute++) {
      now += 30_000;
      if (age !== undefined) {
        alarms.log(publish(age));
      }
      now += 30_000;
    }
  }

  it("holds after the periods with higher values, and ends with a lower one", () => {
    minutes(10, 1000);
    expect(alarms.holding).toEqual([]);
    minutes(4, 30_000);
    expect(alarms.holding).toEqual([]);
    minutes(1, 30_000);
    expect(alarms.holding).toEqual(["eu-west-1-replication"]);
    minutes(1, 1000);
    expect(alarms.holding).toEqual([]);
  });

  it("takes the highest value of a period", () => {
    for (let minute = 0; minute < 6; minute++) {
      alarms.log(line(1000));
      alarms.log(line(30_000));
      alarms.log(line(1000));
      now += 60_000;
    }
    expect(alarms.holding).toEqual(["eu-west-1-replication"]);
  });

  it("treats missing values as the alarm says, but not those from before the start", () => {
    minutes(4);
    expect(alarms.holding).toEqual([]);
    minutes(1);
    expect(alarms.holding).toEqual(["eu-west-1-replication"]);
  });

  it("ignores values of other regions, backends and metrics", () => {
    minutes(10, 1, (value) => line(value, "eu-central-1"));
    minutes(10, 1, (value) => line(value, "eu-west-1", "others"));
    minutes(1, 1, () => "no metric");
    expect(alarms.holding).toEqual(["eu-west-1-replication"]);
  });

  it("has shorter periods at a higher speed", () => {
    alarms = new CustomAlarms(() => now, 10);
    alarms.replace([ALARM]);
    now += 29_999;
    expect(alarms.holding).toEqual([]);
    now += 1;
    expect(alarms.holding).toEqual(["eu-west-1-replication"]);
  });

  it("keeps the state of alarms that a reload does not change", () => {
    minutes(5);
    alarms.replace([{ ...ALARM }]);
    expect(alarms.holding).toEqual(["eu-west-1-replication"]);
    alarms.replace([{ ...ALARM, threshold: 1 }]);
    expect(alarms.holding).toEqual([]);
    alarms.replace([]);
    minutes(10);
    expect(alarms.holding).toEqual([]);
  });

  it("recovers after a pause of the machine, without memory for each missed period", () => {
    minutes(5, 1000);
    now += 60_000 * 1e7;
    expect(alarms.holding).toEqual(["eu-west-1-replication"]);
    minutes(1, 1000);
    expect(alarms.holding).toEqual([]);
  });
});
