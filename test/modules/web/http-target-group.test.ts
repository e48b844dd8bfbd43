import { HttpTargetGroup, type HttpTargetGroupProps } from "../../../modules/web/http-target-group";
import { Template } from "../../helpers/template";

function build(props: Partial<HttpTargetGroupProps> = {}): Template {
  return Template.of((scope) => {
    new HttpTargetGroup(scope, "targets", {
      name: "project-x-dev-flask",
      vpcId: "vpc-1",
      port: 5000,
      healthCheckPath: "/",
      healthCheckIntervalSeconds: 15,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      stickinessSeconds: 120,
      slowStartSeconds: 30,
      deregistrationDelaySeconds: 60,
      ...props,
    });
  });
}

describe("HttpTargetGroup", () => {
  const template = build();

  it("speaks HTTP to instances on one port", () => {
    template.one("aws_lb_target_group", { port: 5000, protocol: "HTTP", target_type: "instance", vpc_id: "vpc-1" });
  });

  it("asks a target every 15 s and takes any 2xx for healthy", () => {
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

  it("waits for an answer no longer than until the next question", () => {
    for (const healthCheckIntervalSeconds of [5, 15, 300]) {
      const { timeout } = build({ healthCheckIntervalSeconds }).one("aws_lb_target_group").health_check;
      expect(timeout).toBeLessThan(healthCheckIntervalSeconds);
    }
  });

  it("keeps a client on its target for two minutes by a cookie of the load balancer", () => {
    template.one("aws_lb_target_group", {
      stickiness: { enabled: true, type: "lb_cookie", cookie_duration: 120 },
    });
  });

  it("gives a new target less for 30 s, by the only algorithm that can, and a leaving one 60 s", () => {
    template.one("aws_lb_target_group", {
      slow_start: 30,
      load_balancing_algorithm_type: "round_robin",
      load_balancing_anomaly_mitigation: "off",
      deregistration_delay: "60",
    });
  });

  it("fails when a check would overlap the next", () => {
    expect(() => build({ healthCheckIntervalSeconds: 4 })).toThrow("healthCheckIntervalSeconds must exceed 4");
  });
});
