import { PathAlarms, type PathAlarmsProps } from "../../../modules/hybrid/path-alarms";
import { Template } from "../../helpers/template";

const PROPS: PathAlarmsProps = {
  name: "sample-path",
  topicArn: "arn:aws:sns:us-east-1:123456789012:sample",
  monitor: { namespace: "sample/test/path", name: "sample-path-monitor" },
  virtualInterface: { id: "dxvif-1", connectionId: "dxcon-1" },
  applianceInstanceId: "i-1",
};

function alarms(changes: object = {}): Template {
  return Template.of((scope) => {
    new PathAlarms(scope, "alarms", { ...PROPS, ...changes });
  });
}

describe("PathAlarms", () => {
  const template = alarms();

  // Missing data: a monitor that is silent is itself the alarm, and its silence says nothing about the paths.
  test.each([
    ["heartbeat-missing", { metric_name: "Heartbeat", treat_missing_data: "breaching", evaluation_periods: 3 }],
    ["on-vpn", { metric_name: "OnVpn", statistic: "Minimum", evaluation_periods: 15, period: 60 }],
    ["both-down", { metric_name: "BothDown", treat_missing_data: "ignore" }],
    ["vpn-down", { metric_name: "VpnUp", treat_missing_data: "ignore" }],
    ["virtual-interface-down", { namespace: "AWS/DX", metric_name: "VirtualInterfaceBgpStatus" }],
    ["appliance-unreachable", { namespace: "AWS/EC2", dimensions: { InstanceId: "i-1" } }],
  ])("raises %s", (word, attributes) => {
    template.one("aws_cloudwatch_metric_alarm", { alarm_name: `sample-path-${word}`, ...attributes });
  });

  it("asks for the metrics under the name that the monitor gives itself", () => {
    template.some("aws_cloudwatch_metric_alarm", {
      namespace: "sample/test/path",
      dimensions: { Monitor: "sample-path-monitor" },
    });
  });

  it("asks a partner's interface without a connection, which this account does not know", () => {
    alarms({ virtualInterface: { id: "dxvif-1" } }).one("aws_cloudwatch_metric_alarm", {
      metric_name: "VirtualInterfaceBgpStatus",
      dimensions: { VirtualInterfaceId: "dxvif-1" },
    });
  });

  it("has no alarm of a monitor where none runs", () => {
    alarms({ monitor: undefined }).count("aws_cloudwatch_metric_alarm", 2);
  });
});
