import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface HttpTargetGroupProps {
  /** 32 characters at most. */
  readonly name: string;
  readonly vpcId: string;
  /** Port that the targets listen on. */
  readonly port: number;
  /** Shallow by intent: what the path depends on besides the host itself, ends every host when it fails. */
  readonly healthCheckPath: string;
  readonly healthCheckIntervalSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** How long a client stays with its target, by cookie. */
  readonly stickinessSeconds: number;
  /** How long a new target gets less than its share. */
  readonly slowStartSeconds: number;
  /** How long a leaving target may finish its requests. */
  readonly deregistrationDelaySeconds: number;
}

/** Seconds that a health check waits for an answer; less than the shortest interval of ours. */
const HEALTH_CHECK_TIMEOUT_SECONDS = 4;

/** The targets of a load balancer that speak plain HTTP inside the VPC, and when they count as healthy. */
export class HttpTargetGroup extends Construct {
  readonly arn: string;
  /** `targetgroup/<name>/<id>`, as metrics and scaling policies name it. */
  readonly arnSuffix: string;
  readonly port: number;
  /** Escape hatch: the underlying `aws_lb_target_group`. */
  readonly resource: LbTargetGroup;

  constructor(scope: Construct, id: string, props: HttpTargetGroupProps) {
    super(scope, id);
    const { name, vpcId, port, healthCheckIntervalSeconds } = props;
    ensure(
      healthCheckIntervalSeconds > HEALTH_CHECK_TIMEOUT_SECONDS,
      "healthCheckIntervalSeconds",
      `exceed ${HEALTH_CHECK_TIMEOUT_SECONDS}, what a check waits for an answer`,
      healthCheckIntervalSeconds,
    );
    this.resource = new LbTargetGroup(this, "Resource", {
      name,
      vpcId,
      port,
      protocol: "HTTP",
      protocolVersion: "HTTP1",
      targetType: "instance",
      deregistrationDelay: String(props.deregistrationDelaySeconds),
      slowStart: props.slowStartSeconds,
      // Slow start works with this algorithm alone, and anomaly mitigation with weighted random alone.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
      loadBalancingAlgorithmType: "round_robin",
      loadBalancingAnomalyMitigation: "off",
      stickiness: { enabled: true, type: "lb_cookie", cookieDuration: props.stickinessSeconds },
      healthCheck: healthCheck(props),
      tags: { Name: name },
    });
    this.arn = this.resource.arn;
    this.arnSuffix = this.resource.arnSuffix;
    this.port = port;
  }
}

function healthCheck(props: HttpTargetGroupProps) {
  return {
    enabled: true,
    protocol: "HTTP",
    port: "traffic-port",
    path: props.healthCheckPath,
    interval: props.healthCheckIntervalSeconds,
    timeout: HEALTH_CHECK_TIMEOUT_SECONDS,
    healthyThreshold: props.healthyThreshold,
    unhealthyThreshold: props.unhealthyThreshold,
    matcher: "200-299",
  };
}
