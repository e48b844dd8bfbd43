import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { dependable, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { descriptionHash } from "../packaging/openapi";
import { ensure } from "../shared/errors";
import { REST_API_ACCESS_LOG } from "./access-log-format";

/** Throttling limits. API Gateway answers further requests with 429. */
export interface Throttling {
  /** Requests per second on average. The quota of an account and Region is 10,000. @default 500 */
  readonly requestsPerSecond?: number | undefined;
  /** Requests at the same time. @default 1000 */
  readonly burst?: number | undefined;
}

export interface RestApiProps {
  /** Name of the API. It must be unique in its Region, because metrics have it as a dimension. */
  readonly name: string;
  /** What the API is for, in one sentence. */
  readonly description: string;
  /** OpenAPI 3 document in JSON, without Terraform references. */
  readonly body: string;
  /** Name of the stage, e.g. `prod`: 1 to 128 letters, digits, hyphens or underscores. */
  readonly stage: string;
  /** ARN of a key whose policy allows CloudWatch Logs to use it. */
  readonly kmsKeyArn: string;
  /** Whether the API also answers at its `execute-api` endpoint. Needed without a custom domain name. @default false */
  readonly defaultEndpoint?: boolean | undefined;
  /** Limits that all methods share, except those in `methodThrottling`. @default the defaults of {@link Throttling} */
  readonly throttling?: Throttling | undefined;
  /** Limits of single methods, by method and path, e.g. `GET /items/{item_id}`. @default none */
  readonly methodThrottling?: Readonly<Record<string, Throttling>> | undefined;
  /** Days to keep the access log and the execution log. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

/**
 * A regional REST API from an OpenAPI description. By default it answers only at custom domain names, because requests to the
 * default endpoint would bypass routing and health checks.
 *
 * The hash of the description is the only trigger of a deployment: Terraform creates a new one if the description has changed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
 */
export class RestApi extends Construct {
  /** Name of the API. A reference to the resource. */
  readonly name: string;
  /** ID of the API. */
  readonly restApiId: string;
  /** Name of the stage. Depends on the stage. */
  readonly stageName: string;
  /** ARN of the stage, e.g. for a web ACL. */
  readonly stageArn: string;
  /** Invoke URL of the stage. It works only with the default endpoint. */
  readonly url: string;
  /** `arn:<partition>:execute-api:<region>:<account>:<api>`, for the functions' resource policies. */
  readonly executionArn: string;
  /** Escape hatch: the underlying `aws_api_gateway_rest_api`. */
  readonly resource: ApiGatewayRestApi;

  private readonly stage: ApiGatewayStage;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const { name, description, body, defaultEndpoint = false, throttling = {}, methodThrottling = {} } = props;
    ensure(!body.includes("${"), "body", "contain no Terraform references", body.slice(body.indexOf("${")));
    this.resource = new ApiGatewayRestApi(this, "Resource", {
      name,
      description,
      body,
      // The same as its custom domain names: without the default endpoint, both settings decide which clients can connect.
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-ip-address-type.html
      endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" },
      disableExecuteApiEndpoint: !defaultEndpoint,
      lifecycle: { createBeforeDestroy: true },
    });
    this.name = this.resource.name;
    this.restApiId = this.resource.id;
    this.executionArn = this.resource.executionArn;
    const stage = this.createStage(props);
    this.stage = stage;
    this.limit("every-method", "*/*", throttling, stage);
    for (const [route, limits] of Object.entries(methodThrottling)) {
      const words = route.toLowerCase().match(/\w+/g) ?? [];
      this.limit(words.join("-"), methodPath(route), limits, stage);
    }
    this.stageName = stage.stageName;
    this.stageArn = stage.arn;
    this.url = stage.invokeUrl;
  }

  /**
   * Makes the stage wait for resources of the same stack, before it is created and before it gets a new description: permissions of
   * functions, or the setting of an `ApiLogging`, without which API Gateway refuses a stage with logs.
   */
  serveAfter(...needed: readonly ITerraformDependable[]): void {
    this.stage.dependsOn = [...(this.stage.dependsOn ?? []), ...needed.map(dependable)];
  }

  private createStage(props: RestApiProps): ApiGatewayStage {
    const { name, body, stage: stageName } = props;
    const deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: this.resource.id,
      triggers: { redeployment: descriptionHash(body) },
      // The stage changes to the new deployment before Terraform deletes the old one.
      lifecycle: { createBeforeDestroy: true },
    });
    const log = { kmsKeyArn: props.kmsKeyArn, retentionInDays: props.logRetentionInDays };
    const accessLog = new ExpiringLogGroup(this, "access-log", { name: `/aws/apigateway/${name}`, ...log });
    // Otherwise API Gateway would create this group itself, and its events would never expire.
    const executionLog = new ExpiringLogGroup(this, "execution-log", {
      name: `API-Gateway-Execution-Logs_${this.resource.id}/${stageName}`,
      ...log,
    });
    return new ApiGatewayStage(this, "stage", {
      restApiId: this.resource.id,
      deploymentId: deployment.id,
      stageName,
      accessLogSettings: { destinationArn: accessLog.arn, format: JSON.stringify(REST_API_ACCESS_LOG) },
      xrayTracingEnabled: true,
      cacheClusterEnabled: false,
      tags: { Name: name },
      dependsOn: [executionLog.resource],
    });
  }

  /** With the level ERROR and without data trace, the execution log contains no bodies and headers. */
  private limit(
    id: string,
    methodPath: string,
    { requestsPerSecond = 500, burst = 1000 }: Throttling,
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
 * The path of a method in a stage's settings. Every slash of the route's path is written as `~1`. API Gateway does not find the
 * method otherwise.
 * https://github.com/hashicorp/terraform-provider-aws/issues/9738
 */
function methodPath(route: string): string {
  const [method, path = ""] = route.split(" ");
  return `${path.replaceAll("/", "~1")}/${method}`;
}
