import { sampleEnvironment } from "../../helpers/environments";
import { compose } from "../../helpers/stacks";

/** The values of the architecture's specification, in the stacks of an environment that configures its zones only. */
describe("defaults of the three-tier stacks", () => {
  const { stacks } = compose([sampleEnvironment()]);
  const stack = (part: string) => {
    const found = stacks.find(({ id }) => id === `test-three-tier-${part}`);
    if (!found) {
      throw new Error(`there must be a stack ${part}`);
    }
    return found;
  };
  const app = stack("app");
  const edge = stack("edge");

  it("has one NAT gateway per zone", () => {
    stack("network").count("aws_nat_gateway", 3);
  });

  it("runs 2 to 6 hosts of t3.xlarge with 30 GiB, and 2 bastions of t3.micro", () => {
    app.one("aws_autoscaling_group", { name: "sample-test-flask", min_size: 2, desired_capacity: 4, max_size: 6 });
    app.one("aws_autoscaling_group", { name: "sample-test-bastion", min_size: 2, max_size: 2 });
    app.one("aws_launch_template", {
      name: "sample-test-flask",
      instance_type: "t3.xlarge",
      block_device_mappings: [{ ebs: { volume_size: 30, volume_type: "gp3" } }],
    });
    app.one("aws_launch_template", { name: "sample-test-bastion", instance_type: "t3.micro" });
  });

  it("has an internal load balancer that AWS refuses to delete", () => {
    app.one("aws_lb", { internal: true, enable_deletion_protection: true });
  });

  it("checks the health of a host every 15 s on /, with a stickiness of 120 s", () => {
    app.one("aws_lb_target_group", {
      health_check: { path: "/", interval: 15, healthy_threshold: 2, unhealthy_threshold: 3 },
      stickiness: { cookie_duration: 120 },
      slow_start: 30,
      deregistration_delay: "60",
    });
  });

  it("scales on 50 % CPU and 1000 requests, and refreshes with 90 % in service", () => {
    const targets = app
      .all("aws_autoscaling_policy")
      .map((policy) => policy.target_tracking_configuration.target_value);
    expect(targets).toEqual([50, 1000]);
    app.one("aws_autoscaling_group", {
      name: "sample-test-flask",
      default_instance_warmup: 120,
      health_check_grace_period: 300,
      instance_refresh: { preferences: { min_healthy_percentage: 90 } },
    });
  });

  it("runs NewsRead with outbound HTTP, and computes the number of workers on the host", () => {
    const { user_data: userData } = app.one("aws_launch_template", { name: "sample-test-flask" });
    expect(userData).toContain("TIERRA_SOURCE_GIT_REF=dcee308c9e85f4ec5cb6b37f1c25b66e948f2455");
    expect(userData).not.toContain("TIERRA_WORKERS");
    app.one("aws_vpc_security_group_egress_rule", { from_port: 80, cidr_ipv4: "0.0.0.0/0" });
  });

  it("has no subscriber to alarms", () => {
    app.none("aws_sns_topic_subscription");
  });

  it("caches nothing, and blocks an address after 2000 requests in 5 minutes", () => {
    const distribution = edge.one("aws_cloudfront_distribution", { price_class: "PriceClass_100" });
    expect(distribution).not.toHaveProperty("ordered_cache_behavior.0");
    expect(edge.one("aws_wafv2_web_acl").rule[0].statement.rate_based_statement.limit).toBe(2000);
  });

  it.each(["network", "data", "app", "edge"])("keeps logs for a year in %s", (part) => {
    stack(part).all("aws_cloudwatch_log_group", { retention_in_days: 365 });
  });
});
