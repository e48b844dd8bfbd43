import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { descriptionHash } from "../packaging/openapi";
import { ensure } from "../shared/errors";

/** Requests a second in the long run, and at once. */
export interface Throttling {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

export interface RestApiProps {
  /** Name of the API, unique in its region: metrics are told apart by it. */
  readonly name: string;
  readonly description: string;
  /** OpenAPI 3 document in JSON, with nothing in it that is known only after an apply. */
  readonly body: string;
  readonly stage: string;
  /** Whether it answers under AWS's own name, too: for an API without a name of its own. @default false */
  readonly defaultEndpoint?: boolean;
  /** Every method that has no limit of its own shares this one. */
  readonly throttling: Throttling;
  /** By method and path, e.g. `GET /items/{item_id}`. */
  readonly methodThrottling: Readonly<Record<string, Throttling>>;
  /** ARN of a key whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  readonly logRetentionInDays: number;
  /** What lets API Gateway write logs in this region: a stage with logs is refused before. */
  readonly logging: ITerraformDependable;
}

/** One line of the access log. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  extendedRequestId: "$context.extendedRequestId",
  xrayTraceId: "$context.xrayTraceId",
  time: "$context.requestTime",
  // Of a request that is signed; without a signature, nothing.
  caller: "$context.identity.userArn",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  domainName: "$context.domainName",
  method: "$context.httpMethod",
  // The route, not the path: ids of items stay out of the log.
  route: "$context.resourcePath",
  protocol: "$context.protocol",
  status: "$context.status",
  responseLength: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  integrationLatencyMs: "$context.integrationLatency",
  integrationStatus: "$context.integration.status",
  authorizerStatus: "$context.authorizer.status",
  error: "$context.error.responseType",
} as const;

/**
 * A regional REST API made from its OpenAPI description. By default it answers only under custom names: whoever found out
 * the default endpoint would get past routing and health checks.
 *
 * The description is complete at synth, and its hash is the one trigger of a deployment: a new one is made when the description
 * changes, and not otherwise. https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
 */
export class RestApi extends Construct {
  readonly name: string;
  readonly restApiId: string;
  /** Known once the stage stands, with its limits. */
  readonly stageName: string;
  readonly stageArn: string;
  /** AWS's own address of the stage. Nothing answers there without the default endpoint. */
  readonly url: string;
  /** `arn:<partition>:execute-api:<region>:<account>:<api>`, for permissions to call a function. */
  readonly executionArn: string;
  /** Escape hatch: the underlying `aws_api_gateway_rest_api`. */
  readonly resource: ApiGatewayRestApi;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const { name, description, body, defaultEndpoint = false } = props;
    ensure(!body.includes("${"), "body", "be complete at synth", body.slice(body.indexOf("${")));
    this.resource = new ApiGatewayRestApi(this, "Resource", {
      name,
      description,
      body,
      // As its names are: with the default endpoint disabled, who may call depends on both.
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-ip-address-type.html
      endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" },
      disableExecuteApiEndpoint: !defaultEndpoint,
      lifecycle: { createBeforeDestroy: true },
    });
    this.name = this.resource.name;
    this.restApiId = this.resource.id;
    this.executionArn = this.resource.executionArn;
    const stage = this.createStage(props);
    this.limit("every-method", "*/*", props.throttling, stage);
    for (const [route, throttling] of Object.entries(props.methodThrottling)) {
      const words = route.toLowerCase().match(/\w+/g) ?? [];
      this.limit(words.join("-"), methodPath(route), throttling, stage);
    }
    this.stageName = stage.stageName;
    this.stageArn = stage.arn;
    this.url = stage.invokeUrl;
  }

  private createStage(props: RestApiProps): ApiGatewayStage {
    const { name, body, stage: stageName } = props;
    const deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: this.resource.id,
      triggers: { redeployment: descriptionHash(body) },
      // The stage moves to the new one before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
    const log = { kmsKeyArn: props.kmsKeyArn, retentionInDays: props.logRetentionInDays };
    const accessLog = new ExpiringLogGroup(this, "access-log", { name: `/aws/apigateway/${name}`, ...log });
    // API Gateway would make this one itself, and its events would stay for ever.
    const executionLog = new ExpiringLogGroup(this, "execution-log", {
      name: `API-Gateway-Execution-Logs_${this.resource.id}/${stageName}`,
      ...log,
    });
    return new ApiGatewayStage(this, "stage", {
      restApiId: this.resource.id,
      deploymentId: deployment.id,
      stageName,
      accessLogSettings: { destinationArn: accessLog.arn, format: JSON.stringify(ACCESS_LOG) },
      xrayTracingEnabled: true,
      cacheClusterEnabled: false,
      tags: { Name: name },
      dependsOn: [props.logging, executionLog.resource],
    });
  }

  /** Level ERROR: bodies and headers never reach the log. */
  private limit(
    id: string,
    methodPath: string,
    { requestsPerSecond, burst }: Throttling,
    stage: ApiGatewayStage,
  ): void {
    new ApiGatewayMethodSettings(this, `limits-${id}`, {
      restApiId: this.resource.id,
      stageName: stage.stageName,
      methodPath,
      settings: {
        throttlingRateLimit: requestsPerSecond,
        throttlingBurstLimit: burst,
        metricsEnabled: true,
        loggingLevel: "ERROR",
        dataTraceEnabled: false,
      },
    });
  }
}

/**
 * A route as a stage keeps it: slashes of the path as `~1`, the first one, too. Unescaped, API Gateway knows no such method.
 * https://github.com/hashicorp/terraform-provider-aws/issues/9738
 */
function methodPath(route: string): string {
  const [method, path = ""] = route.split(" ");
  return `${path.replaceAll("/", "~1")}/${method}`;
}
