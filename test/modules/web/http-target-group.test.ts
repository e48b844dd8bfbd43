import { HttpTargetGroup, type HttpTargetGroupProps } from "../../../modules/web/http-target-group";
import { Template } from "../../helpers/template";

function build(props: Partial<HttpTargetGroupProps> = {}): Template {
  return Template.of((scope) => {
    new HttpTargetGroup(scope, "targets", {
      name: "project-x-dev-flask",
      vpcId: "vpc-1",
      port: 5000,
      ...props,
    });
  });
}

describe("HttpTargetGroup", () => {
  const template = build();

  it("sends HTTP to instances on one port", () => {
    template.one("aws_lb_target_group", { port: 5000, protocol: "HTTP", target_type: "instance", vpc_id: "vpc-1" });
  });

  it("checks a target every 15 s by default, and accepts any 2xx", () => {
    template.one("aws_lb_target_group", {
      health_check: {
        enabled: true,
        path: "/",
        port: "traffic-port",
        protocol: "HTTP",
        interval: 15,
        healthy_threshold: 2,
        unhealthy_threshold: 3,
        matcher: "200-299",
      },
    });
  });

  it("has a timeout that is less than the interval", () => {
    for (const healthCheckIntervalSeconds of [5, 15, 300]) {
      const { timeout } = build({ healthCheckIntervalSeconds }).one("aws_lb_target_group").health_check;
      expect(timeout).toBeLessThan(healthCheckIntervalSeconds);
    }
  });

  it("keeps a client on its target for two minutes by default, with a cookie", () => {
    template.one("aws_lb_target_group", {
      stickiness: { enabled: true, type: "lb_cookie", cookie_duration: 120 },
    });
  });

  it("has a slow start of 30 s, round robin, and a deregistration delay of 60 s by default", () => {
    template.one("aws_lb_target_group", {
      slow_start: 30,
      load_balancing_algorithm_type: "round_robin",
      load_balancing_anomaly_mitigation: "off",
      deregistration_delay: "60",
    });
  });

  it("changes the health check and the timing", () => {
    build({
      healthCheckPath: "/up",
      healthCheckIntervalSeconds: 30,
      healthyThreshold: 4,
      unhealthyThreshold: 5,
      stickinessSeconds: 1,
      slowStartSeconds: 60,
      deregistrationDelaySeconds: 0,
    }).one("aws_lb_target_group", {
      health_check: { path: "/up", interval: 30, healthy_threshold: 4, unhealthy_threshold: 5 },
      stickiness: { cookie_duration: 1 },
      slow_start: 60,
      deregistration_delay: "0",
    });
  });

  it("turns slow start off with 0 seconds", () => {
    build({ slowStartSeconds: 0 }).one("aws_lb_target_group", { slow_start: 0 });
  });

  it("stands alone: required props only", () => {
    // `build` passes no optional prop.
    template.count("aws_lb_target_group", 1);
  });

  it("fails when the interval is not longer than the timeout", () => {
    expect(() => build({ healthCheckIntervalSeconds: 4 })).toThrow("healthCheckIntervalSeconds must exceed 4");
  });
});
