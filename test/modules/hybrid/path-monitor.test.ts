import { PathMonitor, type PathMonitorProps } from "../../../modules/hybrid/path-monitor";
import { statementsOf } from "../../helpers/policy";
import { Template } from "../../helpers/template";

/** Also covers the host's security group and IAM statements. */
function build(props: Partial<PathMonitorProps> = {}) {
  let monitor: PathMonitor | undefined;
  const template = Template.of((scope) => {
    monitor = new PathMonitor(scope, "monitor", {
      name: "sample-path-monitor",
      accountId: "123456789012",
      region: "eu-west-1",
      vpc: { vpcId: "vpc-1", cidr: "10.20.0.0/16" },
      subnetId: "subnet-1",
      route: { routeTableId: "rtb-1", interfaceId: "eni-1", ranges: ["192.168.0.0/16"] },
      probes: { targets: ["192.168.0.2"], vpnTargets: ["192.168.255.1"] },
      kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
      ...props,
    });
  });
  return { template, monitor: monitor as PathMonitor };
}

/** The monitor's settings, one line each. */
function settings(template: Template): string[] {
  const { user_data } = template.one("aws_launch_template");
  return [...String(user_data).matchAll(/TIERRA_PATH_\w+=[^\\\s"]*/g)].map(([line]) =>
    line.slice("TIERRA_PATH_".length),
  );
}

describe("PathMonitor", () => {
  const { template, monitor } = build();

  it("stands alone: required props only, with its default thresholds", () => {
    expect(settings(template)).toEqual(
      expect.arrayContaining([
        "INTERVAL_MS=1000",
        "DOWN=2",
        "UP=10",
        "DWELL_MS=30000",
        "MAX_LOSS=60",
        "MAX_RTT_MS=0",
        "ON_STOP=leave",
        "READ_EVERY=30",
        "PUBLISH_EVERY=20",
      ]),
    );
    template.one("aws_launch_template", { instance_type: "t3.small" });
    template.one("aws_cloudwatch_log_group", { name: "/sample-path-monitor", retention_in_days: 365 });
  });

  it("publishes and reads its metrics under one namespace", () => {
    expect(monitor.metrics).toEqual({ namespace: "PathMonitor", name: "sample-path-monitor" });
    expect(settings(template)).toContain("NAMESPACE=PathMonitor");
    const statements = statementsOf(template.one("aws_iam_role_policy").policy);
    expect(statements.find(({ sid }) => sid === "PublishMetrics")?.conditions).toEqual({
      StringEquals: { "cloudwatch:namespace": "PathMonitor" },
    });
  });

  it("changes routes of one route table only", () => {
    const statements = statementsOf(template.one("aws_iam_role_policy").policy);
    const writes = statements.filter(({ actions }) => actions.some((action) => /^ec2:\w+Route$/.test(action)));
    expect(writes).toMatchObject([
      {
        actions: ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"],
        resources: ["arn:aws:ec2:eu-west-1:123456789012:route-table/rtb-1"],
      },
    ]);
  });

  it("is one instance, which a refresh terminates before it starts another", () => {
    template.one("aws_autoscaling_group", {
      min_size: 1,
      max_size: 1,
      vpc_zone_identifier: ["subnet-1"],
      instance_refresh: { preferences: { min_healthy_percentage: 0 } },
    });
  });

  it("allows no ingress, and egress to the endpoints and the pinged addresses", () => {
    template.none("aws_vpc_security_group_ingress_rule");
    template.one("aws_vpc_security_group_egress_rule", { cidr_ipv4: "10.20.0.0/16", from_port: 443 });
    for (const target of ["192.168.0.2/32", "192.168.255.1/32"]) {
      template.one("aws_vpc_security_group_egress_rule", { cidr_ipv4: target, ip_protocol: "icmp", from_port: 8 });
    }
    template.count("aws_vpc_security_group_egress_rule", 3);
  });

  it("starts released, and keeps the value that an operator sets", () => {
    template.some("aws_ssm_parameter", {
      name: "/sample-path-monitor/hold",
      value: "free",
      allowed_pattern: "^(hold|free)$",
      lifecycle: { ignore_changes: ["value"] },
    });
  });

  it("deletes the parameter of the stack before the host, which then removes its route", () => {
    template.some("aws_ssm_parameter", {
      name: "/sample-path-monitor/stack",
      depends_on: [template.address("aws_autoscaling_group")],
    });
    expect(settings(template)).toContain("STACK_PARAMETER=/sample-path-monitor/stack");
    const reads = statementsOf(template.one("aws_iam_role_policy").policy).find(({ sid }) => sid === "ReadStack");
    expect(reads?.resources).toEqual(["arn:aws:ssm:eu-west-1:123456789012:parameter/sample-path-monitor/stack"]);
  });

  it("deletes the rules of the security group after the host, which still calls EC2 when it stops", () => {
    const { depends_on } = template.one("aws_autoscaling_group");
    expect(depends_on).toHaveLength(template.all("aws_vpc_security_group_egress_rule").length);
    expect(depends_on).toContain(template.address("aws_vpc_security_group_egress_rule", "to-endpoints"));
  });

  it("reads the route table and publishes at least once a round, however long a round is", () => {
    const slow = settings(build({ settings: { intervalMilliseconds: 60_000 } }).template);
    expect(slow).toEqual(expect.arrayContaining(["READ_EVERY=1", "PUBLISH_EVERY=1", "DOWN=2"]));
  });

  it("keeps the log for the configured number of days", () => {
    build({ retentionInDays: 30 }).template.one("aws_cloudwatch_log_group", { retention_in_days: 30 });
  });
});
