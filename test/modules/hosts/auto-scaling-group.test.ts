import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { AutoScalingGroup, type AutoScalingGroupProps } from "../../../modules/hosts/auto-scaling-group";
import { LaunchTemplate } from "../../../modules/hosts/launch-template";
import { ApplicationLoadBalancer } from "../../../modules/web/application-load-balancer";
import { HttpTargetGroup } from "../../../modules/web/http-target-group";
import { LoadBalancerAlarms } from "../../../modules/web/load-balancer-alarms";
import { Template } from "../../helpers/template";

const SUBNETS = ["subnet-a", "subnet-b", "subnet-c"];

function build(props: Partial<AutoScalingGroupProps> = {}): Template {
  return Template.of((scope) => {
    const targetGroup = new HttpTargetGroup(scope, "targets", { name: "flask", vpcId: "vpc-1", port: 5000 });
    const loadBalancer = new ApplicationLoadBalancer(scope, "lb", {
      name: "app",
      vpcId: "vpc-1",
      subnetIds: { public: SUBNETS, private: SUBNETS },
      targetGroup,
      logBucketName: "logs",
    });
    const alarms = new LoadBalancerAlarms(scope, "alarms", { name: "flask", loadBalancer, topicArn: "topic" });
    new AutoScalingGroup(scope, "group", {
      name: "project-x-dev-flask",
      template: new LaunchTemplate(scope, "template", {
        name: "flask",
        instanceType: "t3.xlarge",
        instanceProfileArn: "profile",
        securityGroupIds: ["sg-1"],
      }),
      subnetIds: SUBNETS,
      loadBalancer,
      launchHookName: "launching",
      refreshAlarms: [alarms.unhealthyHosts, alarms.serverErrors],
      tags: { Environment: "Dev" },
      ...props,
    });
  });
}

describe("AutoScalingGroup", () => {
  const template = build();

  it("runs 2 to 6 instances in every zone by default, and leaves the desired capacity to scaling", () => {
    template.one("aws_autoscaling_group", {
      min_size: 2,
      desired_capacity: 4,
      max_size: 6,
      vpc_zone_identifier: SUBNETS,
      lifecycle: { ignore_changes: ["desired_capacity"] },
    });
  });

  it("replaces unhealthy instances after a grace period of five minutes", () => {
    template.one("aws_autoscaling_group", {
      health_check_type: "ELB",
      health_check_grace_period: 300,
      target_group_arns: [template.ref("aws_lb_target_group", undefined, "arn")],
    });
  });

  it("has a warm-up and no cooldown", () => {
    const attributes = template.one("aws_autoscaling_group", { default_instance_warmup: 120 });
    expect(attributes).not.toHaveProperty("default_cooldown");
  });

  it("abandons an instance that does not complete its launch, including the first one", () => {
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
    // A separate resource would exist only after the first instances have launched.
    template.none("aws_autoscaling_lifecycle_hook");
  });

  it("waits for the first instances longer than the lifecycle hook", () => {
    const { wait_for_capacity_timeout: timeout, initial_lifecycle_hook: hooks } = template.one("aws_autoscaling_group");
    expect(Number.parseInt(timeout, 10) * 60).toBeGreaterThan(hooks[0].heartbeat_timeout);
  });

  it("uses the launch template by version number", () => {
    template.one("aws_autoscaling_group", {
      launch_template: {
        id: template.ref("aws_launch_template"),
        version: template.ref("aws_launch_template", undefined, "latest_version"),
      },
    });
  });

  it("refreshes instances with 90 % in service, and stops on an alarm", () => {
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

  it("does not roll back automatically: Auto Scaling cannot with an image named by a parameter", () => {
    const { image_id: image } = template.one("aws_launch_template");
    const { preferences } = template.one("aws_autoscaling_group").instance_refresh;
    expect([image.startsWith("resolve:ssm:"), preferences.auto_rollback]).toEqual([true, false]);
  });

  it("replaces instances after two weeks", () => {
    template.one("aws_autoscaling_group", { max_instance_lifetime: 14 * 24 * 3600 });
  });

  it("scales on CPU utilization", () => {
    template.one("aws_autoscaling_policy", {
      name: "cpu",
      policy_type: "TargetTrackingScaling",
      target_tracking_configuration: {
        target_value: 50,
        predefined_metric_specification: { predefined_metric_type: "ASGAverageCPUUtilization" },
      },
    });
  });

  it("scales on requests, and waits for the listener", () => {
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

  it("tags instances when they launch", () => {
    template.one("aws_autoscaling_group", {
      tag: [
        { key: "Environment", value: "Dev", propagate_at_launch: true },
        { key: "Name", value: "project-x-dev-flask", propagate_at_launch: true },
      ],
    });
  });

  it("publishes the number of instances in service", () => {
    const { enabled_metrics: metrics } = template.one("aws_autoscaling_group", { metrics_granularity: "1Minute" });
    expect(metrics).toContain("GroupInServiceInstances");
  });

  it("refreshes without alarms when there are none", () => {
    const { preferences } = build({ refreshAlarms: [] }).one("aws_autoscaling_group").instance_refresh;
    expect(preferences).not.toHaveProperty("alarm_specification");
  });

  it("changes capacity and scaling", () => {
    const scaling = {
      averageCpuPercent: 70,
      requestsPerTarget: 500,
      warmupSeconds: 60,
      healthCheckGraceSeconds: 90,
      refreshMinHealthyPercent: 50,
    };
    const changed = build({ capacity: { min: 1, desired: 2, max: 3 }, scaling });
    changed.one("aws_autoscaling_group", {
      min_size: 1,
      desired_capacity: 2,
      max_size: 3,
      default_instance_warmup: 60,
      health_check_grace_period: 90,
      instance_refresh: { preferences: { min_healthy_percentage: 50, instance_warmup: "60" } },
    });
    const targets = changed.all("aws_autoscaling_policy").map((policy) => policy.target_tracking_configuration);
    expect(targets.map(({ target_value }) => target_value)).toEqual([70, 500]);
  });

  it.each([
    [{ min: 5 }, "capacity.min must be at most desired (4), got 5"],
    [{ desired: 7 }, "capacity.desired must be at most max (6), got 7"],
    [{ min: 2, desired: 1, max: 6 }, "capacity.min must be at most desired (1), got 2"],
  ])("fails when the capacity is out of order, also with defaults: %j", (capacity, message) => {
    expect(() => build({ capacity })).toThrow(message);
  });

  it("stands alone: required props only", () => {
    const alone = Template.of((scope) => {
      const template = new LaunchTemplate(scope, "template", {
        name: "n",
        instanceType: "t3.micro",
        instanceProfileArn: "profile",
        securityGroupIds: ["sg-1"],
      });
      const listener = new LbListener(scope, "listener", {
        loadBalancerArn: "lb",
        defaultAction: [{ type: "forward" }],
      });
      const loadBalancer = {
        arnSuffix: "app/a/1",
        listener,
        targetGroup: { arn: "arn", arnSuffix: "targetgroup/t/2" },
      };
      new AutoScalingGroup(scope, "group", { name: "n", template, subnetIds: SUBNETS, loadBalancer });
    });
    expect(alone.one("aws_autoscaling_group")).not.toHaveProperty("initial_lifecycle_hook");
  });

  it("fails in one zone", () => {
    expect(() => build({ subnetIds: ["subnet-a"] })).toThrow("subnetIds must name subnets of at least 2 zones, got 1");
  });
});
