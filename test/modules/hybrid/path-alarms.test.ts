import { PathAlarms, type PathAlarmsProps } from "../../../modules/hybrid/path-alarms";
import { Template } from "../../helpers/template";

const PROPS: PathAlarmsProps = {
  name: "sample-path",
  topicArn: "arn:aws:sns:us-east-1:123456789012:sample",
  monitor: { namespace: "sample/test/path", name: "sample-path-monitor" },
  virtualInterfaces: [{ id: "dxvif-1", connectionId: "dxcon-1" }],
  applianceInstanceId: "i-1",
};

function alarms(changes: object = {}): Template {
  return Template.of((scope) => {
    new PathAlarms(scope, "alarms", { ...PROPS, ...changes });
  });
}

describe("PathAlarms", () => {
  const template = alarms();

  // Missing data: a missing heartbeat is a failure of the monitor. It says nothing about the paths.
  it.each([
    ["heartbeat-missing", { metric_name: "Heartbeat", treat_missing_data: "breaching", evaluation_periods: 3 }],
    ["on-vpn", { metric_name: "OnVpn", statistic: "Minimum", evaluation_periods: 15, period: 60 }],
    ["both-down", { metric_name: "BothDown", treat_missing_data: "ignore" }],
    ["vpn-down", { metric_name: "VpnUp", treat_missing_data: "ignore" }],
    ["dead-end", { metric_name: "DeadEnd", treat_missing_data: "ignore", evaluation_periods: 2 }],
    ["hold-unknown", { metric_name: "HoldUnknown", statistic: "Minimum" }],
    ["direct-connect-loss", { metric_name: "Loss", threshold: 5, evaluation_periods: 5 }],
    ["direct-connect-slow", { metric_name: "Rtt", threshold: 100, evaluation_periods: 5 }],
    ["virtual-interface-down", { namespace: "AWS/DX", metric_name: "VirtualInterfaceBgpStatus" }],
    ["appliance-unreachable", { namespace: "AWS/EC2", dimensions: { InstanceId: "i-1" } }],
  ])("creates the alarm %s", (word, attributes) => {
    template.one("aws_cloudwatch_metric_alarm", { alarm_name: `sample-path-${word}`, ...attributes });
  });

  it("asks AWS's own probes as second witness", () => {
    const witnessed = alarms({
      witness: { monitorName: "sample", probeIds: ["probe-1", "probe-2"] },
      degradedLossPercent: 9,
    });
    const alarm = witnessed.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "sample-path-witness-loss",
      threshold: 9,
    });
    const dimensions = alarm.metric_query.flatMap(({ metric }: { metric?: { dimensions: object } }) =>
      metric ? [metric.dimensions] : [],
    );
    expect(dimensions).toEqual([
      { Monitor: "sample", Probe: "probe-1" },
      { Monitor: "sample", Probe: "probe-2" },
    ]);
    template.none("aws_cloudwatch_metric_alarm", { alarm_name: "sample-path-witness-loss" });
  });

  it("uses the namespace and the dimension of the monitor's metrics", () => {
    template.some("aws_cloudwatch_metric_alarm", {
      namespace: "sample/test/path",
      dimensions: { Monitor: "sample-path-monitor" },
    });
  });

  it("uses no connection ID for a hosted virtual interface", () => {
    alarms({ virtualInterfaces: [{ id: "dxvif-1" }] }).one("aws_cloudwatch_metric_alarm", {
      metric_name: "VirtualInterfaceBgpStatus",
      dimensions: { VirtualInterfaceId: "dxvif-1" },
    });
  });

  it("has an alarm for each session", () => {
    const virtualInterfaces = [{ id: "dxvif-1" }, { name: "ny", id: "dxvif-2", connectionId: "dxcon-2" }];
    alarms({ virtualInterfaces }).one("aws_cloudwatch_metric_alarm", {
      alarm_name: "sample-path-virtual-interface-down-ny",
      dimensions: { ConnectionId: "dxcon-2", VirtualInterfaceId: "dxvif-2" },
    });
    alarms({ virtualInterfaces }).some("aws_cloudwatch_metric_alarm", {
      alarm_name: "sample-path-virtual-interface-down",
    });
  });

  it("stands alone: required props only, without alarms of a monitor", () => {
    alarms({ monitor: undefined }).count("aws_cloudwatch_metric_alarm", 2);
  });

  it("gives the alarms of the sessions and of the appliance, for alarms without a monitor", () => {
    Template.of((scope) => {
      const virtualInterfaces = [{ id: "dxvif-1" }, { name: "ny", id: "dxvif-2" }];
      const made = new PathAlarms(scope, "alarms", { ...PROPS, virtualInterfaces });
      expect(made.sessions.map(({ resource }) => resource.alarmNameInput)).toEqual([
        "sample-path-virtual-interface-down",
        "sample-path-virtual-interface-down-ny",
      ]);
      expect(made.applianceUnreachable.resource.alarmNameInput).toBe("sample-path-appliance-unreachable");
    });
  });

  it("pages when there is no fail-over or no path, and for nothing without a monitor", () => {
    const pages = (changes: object) => {
      let names: unknown[] = [];
      Template.of((scope) => {
        const made = new PathAlarms(scope, "alarms", { ...PROPS, ...changes });
        names = made.pages.map(({ resource }) => resource.alarmNameInput);
      });
      return names;
    };
    expect(pages({})).toEqual(["sample-path-heartbeat-missing", "sample-path-both-down", "sample-path-dead-end"]);
    expect(pages({ monitor: undefined })).toEqual([]);
  });
});
