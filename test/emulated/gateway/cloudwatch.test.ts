import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let cloudWatch: CloudWatchClient;
beforeEach(async () => {
  await aws.emulator.reset();
  cloudWatch = new CloudWatchClient(aws.config());
  for (const AlarmName of ["errors", "slow"]) {
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: "X",
        MetricName: AlarmName,
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
  }
});

const arn = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:tier";
const tier = {
  AlarmName: "tier",
  AlarmRule: 'ALARM("errors") AND NOT OK(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:slow)',
  AlarmDescription: "the tier is unwell",
  AlarmActions: ["arn:aws:sns:eu-west-1:111111111111:alarms"],
  ActionsSuppressor: "slow",
  ActionsSuppressorWaitPeriod: 120,
  ActionsSuppressorExtensionPeriod: 60,
};

async function composites(names?: string[]) {
  const AlarmNames = names === undefined ? {} : { AlarmNames: names };
  const { CompositeAlarms } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmTypes: ["CompositeAlarm"], ...AlarmNames }),
  );
  return CompositeAlarms ?? [];
}

describe("composite alarms", () => {
  it("return the values of their creation", async () => {
    await cloudWatch.send(new PutCompositeAlarmCommand(tier));
    expect(await composites(["tier"])).toMatchObject([{ ...tier, AlarmArn: arn, ActionsEnabled: true, OKActions: [] }]);
  });

  it("are replaced completely by an update", async () => {
    await cloudWatch.send(new PutCompositeAlarmCommand(tier));
    await cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName: "tier", AlarmRule: "ALARM(slow)" }));
    const [changed] = await composites();
    expect(changed).toMatchObject({ AlarmRule: "ALARM(slow)", AlarmActions: [] });
    expect(changed).not.toHaveProperty("ActionsSuppressor");
  });

  it("reject a rule with unknown alarms", async () => {
    const put = cloudWatch.send(
      new PutCompositeAlarmCommand({ ...tier, AlarmRule: "ALARM(errors) OR ALARM(missing)" }),
    );
    await expect(put).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("[missing]"),
    });
  });

  it("are described with metric alarms, and only if the request includes their type", async () => {
    await cloudWatch.send(new PutCompositeAlarmCommand(tier));
    const both = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmTypes: ["CompositeAlarm", "MetricAlarm"] }));
    expect(both.CompositeAlarms).toHaveLength(1);
    expect(both.MetricAlarms).toHaveLength(2);
    const plain = await cloudWatch.send(new DescribeAlarmsCommand({}));
    expect(plain.CompositeAlarms ?? []).toEqual([]);
    expect(plain.MetricAlarms).toHaveLength(2);
  });

  it("are tagged and untagged", async () => {
    await cloudWatch.send(new PutCompositeAlarmCommand({ ...tier, Tags: [{ Key: "a", Value: "1" }] }));
    await cloudWatch.send(new TagResourceCommand({ ResourceARN: arn, Tags: [{ Key: "b", Value: "2" }] }));
    await cloudWatch.send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: ["a"] }));
    const { Tags } = await cloudWatch.send(new ListTagsForResourceCommand({ ResourceARN: arn }));
    expect(Tags).toEqual([{ Key: "b", Value: "2" }]);
  });

  it("have actions that can be disabled", async () => {
    await cloudWatch.send(new PutCompositeAlarmCommand(tier));
    await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: ["tier"] }));
    expect(await composites()).toMatchObject([{ ActionsEnabled: false }]);
  });

  it("are deleted together with metric alarms", async () => {
    await cloudWatch.send(new PutCompositeAlarmCommand(tier));
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ["tier", "errors"] }));
    expect(await composites()).toEqual([]);
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms.map((alarm) => alarm.AlarmName)).toEqual(["slow"]);
  });

  it("belong to one account and region", async () => {
    await cloudWatch.send(new PutCompositeAlarmCommand(tier));
    for (const config of [aws.config("222222222222"), aws.config("111111111111", "eu-central-1")]) {
      const other = await new CloudWatchClient(config).send(
        new DescribeAlarmsCommand({ AlarmTypes: ["CompositeAlarm"] }),
      );
      expect(other.CompositeAlarms ?? []).toEqual([]);
    }
  });
});
