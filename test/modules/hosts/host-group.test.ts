import { HostGroup, type HostGroupProps } from "../../../modules/hosts/host-group";
import { InstanceTemplate } from "../../../modules/hosts/instance-template";
import { ApplicationLoadBalancer } from "../../../modules/web/application-load-balancer";
import { HttpTargetGroup } from "../../../modules/web/http-target-group";
import { LoadBalancerAlarms } from "../../../modules/web/load-balancer-alarms";
import { Template } from "../../helpers/template";

const SUBNETS = ["subnet-a", "subnet-b", "subnet-c"];

function build(props: Partial<HostGroupProps> = {}): Template {
  return Template.of((scope) => {
    const targetGroup = new HttpTargetGroup(scope, "targets", {
      name: "flask",
      vpcId: "vpc-1",
      port: 5000,
      healthCheckPath: "/",
      healthCheckIntervalSeconds: 15,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      stickinessSeconds: 120,
      slowStartSeconds: 30,
      deregistrationDelaySeconds: 60,
    });
    const loadBalancer = new ApplicationLoadBalancer(scope, "lb", {
      name: "app",
      vpcId: "vpc-1",
      exposure: "vpc-origin",
      subnetIds: { public: SUBNETS, private: SUBNETS },
      targetGroupArn: targetGroup.arn,
      logBucketName: "logs",
      deletionProtection: true,
    });
    const alarms = new LoadBalancerAlarms(scope, "alarms", {
      name: "flask",
      loadBalancerArnSuffix: loadBalancer.arnSuffix,
      targetGroupArnSuffix: targetGroup.arnSuffix,
      topicArn: "topic",
    });
    new HostGroup(scope, "group", {
      name: "project-x-dev-flask",
      template: new InstanceTemplate(scope, "template", {
        name: "flask",
        instanceType: "t3.xlarge",
        instanceProfileArn: "profile",
        securityGroupIds: ["sg-1"],
        tags: {},
      }),
      subnetIds: SUBNETS,
      capacity: { min: 2, desired: 4, max: 6 },
      scaling: {
        averageCpuPercent: 50,
        requestsPerTarget: 1000,
        warmupSeconds: 120,
        healthCheckGraceSeconds: 300,
        refreshMinHealthyPercent: 90,
      },
      targetGroup,
      loadBalancer,
      launchHookName: "launching",
      refreshAlarms: [alarms.unhealthyHosts, alarms.serverErrors],
      tags: { Environment: "Dev" },
      ...props,
    });
  });
}

describe("HostGroup", () => {
  const template = build();

  it("runs 2 to 6 hosts over every zone, and leaves the number in between to scaling", () => {
    template.one("aws_autoscaling_group", {
      min_size: 2,
      desired_capacity: 4,
      max_size: 6,
      vpc_zone_identifier: SUBNETS,
      lifecycle: { ignore_changes: ["desired_capacity"] },
    });
  });

  it("replaces what the load balancer finds unhealthy, five minutes after it came into service", () => {
    template.one("aws_autoscaling_group", {
      health_check_type: "ELB",
      health_check_grace_period: 300,
      target_group_arns: [template.ref("aws_lb_target_group", undefined, "arn")],
    });
  });

  it("counts a new host after its warm-up and has no cooldown", () => {
    const attributes = template.one("aws_autoscaling_group", { default_instance_warmup: 120 });
    expect(attributes).not.toHaveProperty("default_cooldown");
  });

  it("abandons a host that does not complete its launch, from the very first one on", () => {
    template.one("aws_autoscaling_group", {
      initial_lifecycle_hook: [
        {
          name: "launching",
          lifecycle_transition: "autoscaling:EC2_INSTANCE_LAUNCHING",
          default_result: "ABANDON",
          heartbeat_timeout: 1800,
        },
      ],
    });
    // A resource of its own would exist only after the first hosts have launched.
    template.none("aws_autoscaling_lifecycle_hook");
  });

  it("gives the first hosts longer than the hook does", () => {
    const { wait_for_capacity_timeout: timeout, initial_lifecycle_hook: hooks } = template.one("aws_autoscaling_group");
    expect(Number.parseInt(timeout, 10) * 60).toBeGreaterThan(hooks[0].heartbeat_timeout);
  });

  it("takes in a new version of its template by number", () => {
    template.one("aws_autoscaling_group", {
      launch_template: {
        id: template.ref("aws_launch_template"),
        version: template.ref("aws_launch_template", undefined, "latest_version"),
      },
    });
  });

  it("takes it in with nine tenths of the group in service, until one of the tier's own alarms ends it", () => {
    template.one("aws_autoscaling_group", {
      instance_refresh: {
        strategy: "Rolling",
        preferences: {
          min_healthy_percentage: 90,
          alarm_specification: {
            alarms: ["unhealthy-hosts", "server-errors"].map((id) =>
              template.ref("aws_cloudwatch_metric_alarm", id, "alarm_name"),
            ),
          },
        },
      },
    });
  });

  it("does not promise to go back, which Auto Scaling cannot with an image named by a parameter", () => {
    const { image_id: image } = template.one("aws_launch_template");
    const { preferences } = template.one("aws_autoscaling_group").instance_refresh;
    expect([image.startsWith("resolve:ssm:"), preferences.auto_rollback]).toEqual([true, false]);
  });

  it("has no host on an image older than two weeks", () => {
    template.one("aws_autoscaling_group", { max_instance_lifetime: 14 * 24 * 3600 });
  });

  it("scales by CPU", () => {
    template.one("aws_autoscaling_policy", {
      name: "cpu",
      policy_type: "TargetTrackingScaling",
      target_tracking_configuration: {
        target_value: 50,
        predefined_metric_specification: { predefined_metric_type: "ASGAverageCPUUtilization" },
      },
    });
  });

  it("scales by requests once a listener forwards them", () => {
    const label = [
      template.ref("aws_lb", undefined, "arn_suffix"),
      template.ref("aws_lb_target_group", undefined, "arn_suffix"),
    ].join("/");
    template.one("aws_autoscaling_policy", {
      name: "requests",
      target_tracking_configuration: {
        target_value: 1000,
        predefined_metric_specification: {
          predefined_metric_type: "ALBRequestCountPerTarget",
          resource_label: label,
        },
      },
      depends_on: [template.address("aws_lb_listener")],
    });
  });

  it("tags hosts when they launch", () => {
    template.one("aws_autoscaling_group", {
      tag: [
        { key: "Environment", value: "Dev", propagate_at_launch: true },
        { key: "Name", value: "project-x-dev-flask", propagate_at_launch: true },
      ],
    });
  });

  it("publishes how many hosts are in service", () => {
    const { enabled_metrics: metrics } = template.one("aws_autoscaling_group", { metrics_granularity: "1Minute" });
    expect(metrics).toContain("GroupInServiceInstances");
  });

  it("is refreshed without alarms where there are none", () => {
    const { preferences } = build({ refreshAlarms: [] }).one("aws_autoscaling_group").instance_refresh;
    expect(preferences).not.toHaveProperty("alarm_specification");
  });

  it.each([
    { min: 5, desired: 4, max: 6 },
    { min: 2, desired: 7, max: 6 },
  ])("fails with a capacity out of order: %j", (capacity) => {
    expect(() => build({ capacity })).toThrow("capacity must be min <= desired <= max");
  });

  it("fails in one zone", () => {
    expect(() => build({ subnetIds: ["subnet-a"] })).toThrow("subnetIds must name subnets of at least 2 zones, got 1");
  });
});
