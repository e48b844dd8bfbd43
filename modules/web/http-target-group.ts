import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface HttpTargetGroupProps {
  /** Name of the target group, at most 32 characters. */
  readonly name: string;
  /** VPC of the targets. */
  readonly vpcId: string;
  /** TCP port of the targets. */
  readonly port: number;
  /**
   * Path of the health check. It should depend on nothing but the host: when a shared dependency fails, the Auto Scaling group
   * would replace every host. @default "/"
   */
  readonly healthCheckPath?: string | undefined;
  /** Seconds between two health checks, 5 to 300. @default 15 */
  readonly healthCheckIntervalSeconds?: number | undefined;
  /** Consecutive successful checks until a target is healthy, 2 to 10. @default 2 */
  readonly healthyThreshold?: number | undefined;
  /** Consecutive failed checks until a target is unhealthy, 2 to 10. @default 3 */
  readonly unhealthyThreshold?: number | undefined;
  /** Duration of the load balancer's stickiness cookie, seconds, 1 to 604800. @default 120 */
  readonly stickinessSeconds?: number | undefined;
  /** Seconds during which a new target gets fewer requests than the others, 30 to 900. 0 turns it off. @default 30 */
  readonly slowStartSeconds?: number | undefined;
  /** Seconds that a deregistered target has to complete its requests, 0 to 3600. @default 60 */
  readonly deregistrationDelaySeconds?: number | undefined;
}

/** Timeout of a health check, seconds. It is less than the minimum interval of 5 s. */
const HEALTH_CHECK_TIMEOUT_SECONDS = 4;

/** A target group of instances that serve HTTP inside the VPC, with its health check. */
export class HttpTargetGroup extends Construct {
  /** ARN of the target group. */
  readonly arn: string;
  /** `targetgroup/<name>/<id>`, the end of the ARN. Metrics and scaling policies use it. */
  readonly arnSuffix: string;
  /** TCP port of the targets. */
  readonly port: number;
  /** Path of the health check. */
  readonly healthCheckPath: string;
  /** Escape hatch: the underlying `aws_lb_target_group`. */
  readonly resource: LbTargetGroup;

  constructor(scope: Construct, id: string, props: HttpTargetGroupProps) {
    super(scope, id);
    const {
      name,
      vpcId,
      port,
      stickinessSeconds = 120,
      slowStartSeconds = 30,
      deregistrationDelaySeconds = 60,
    } = props;
    this.healthCheckPath = props.healthCheckPath ?? "/";
    this.resource = new LbTargetGroup(this, "Resource", {
      name,
      vpcId,
      port,
      protocol: "HTTP",
      protocolVersion: "HTTP1",
      targetType: "instance",
      deregistrationDelay: String(deregistrationDelaySeconds),
      slowStart: slowStartSeconds,
      // Slow start requires round robin. Anomaly mitigation requires weighted random and is therefore off.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
      loadBalancingAlgorithmType: "round_robin",
      loadBalancingAnomalyMitigation: "off",
      stickiness: { enabled: true, type: "lb_cookie", cookieDuration: stickinessSeconds },
      healthCheck: this.healthCheck(props),
      tags: { Name: name },
    });
    this.arn = this.resource.arn;
    this.arnSuffix = this.resource.arnSuffix;
    this.port = port;
  }

  private healthCheck(props: HttpTargetGroupProps) {
    const { healthCheckIntervalSeconds = 15, healthyThreshold = 2, unhealthyThreshold = 3 } = props;
    ensure(
      healthCheckIntervalSeconds > HEALTH_CHECK_TIMEOUT_SECONDS,
      "healthCheckIntervalSeconds",
      `exceed ${HEALTH_CHECK_TIMEOUT_SECONDS}, the timeout of a health check`,
      healthCheckIntervalSeconds,
    );
    return {
      enabled: true,
      protocol: "HTTP",
      port: "traffic-port",
      path: this.healthCheckPath,
      interval: healthCheckIntervalSeconds,
      timeout: HEALTH_CHECK_TIMEOUT_SECONDS,
      healthyThreshold,
      unhealthyThreshold,
      matcher: "200-299",
    };
  }
}
