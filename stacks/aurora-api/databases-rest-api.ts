import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { ApiLogging } from "../../modules/api/api-logging";
import { RestApi } from "../../modules/api/rest-api";
import { RegionalWebAcl } from "../../modules/firewall/regional-web-acl";
import { invocationArn } from "../../modules/functions/invocation-arn";
import { apiDescription } from "../../modules/packaging/openapi";

export interface DatabasesRestApiProps {
  /** Name of API and web ACL, e.g. `project-x-prod-aurora-api`. */
  readonly name: string;
  /** Name of the role that API Gateway logs with. */
  readonly loggingRoleName: string;
  readonly accountId: string;
  readonly region: string;
  /** The function that lists the databases, as it is known once it exists. */
  readonly functionName: string;
  /** Its name in plain text: the API's description is complete at synth. */
  readonly invocationName: string;
  readonly requestsPerSecond: number;
  readonly burst: number;
  /** Requests of one address in 5 minutes above which it is blocked. */
  readonly requestsPer5Minutes: number;
  /** ARN of a key whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  readonly logRetentionInDays: number;
}

const STAGE = "v1";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html */
const SIGNED = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" };

/**
 * The databases API as a REST API, made from `lambdas/databases/openapi.yaml`: dearer and slower than an HTTP API, but
 * guarded by a web ACL and traced. Callers sign their requests.
 */
export class DatabasesRestApi extends Construct {
  readonly api: RestApi;
  /** What callers need `execute-api:Invoke` on. */
  readonly invokeArn: string;

  constructor(scope: Construct, id: string, props: DatabasesRestApiProps) {
    super(scope, id);
    const { name, accountId, region, functionName, invocationName, kmsKeyArn, logRetentionInDays } = props;
    const logging = new ApiLogging(this, "logging", { name: props.loggingRoleName, region });
    this.api = new RestApi(this, "Resource", {
      name,
      description: "Relational API on Aurora Serverless v2",
      body: apiDescription({
        path: "lambdas/databases/openapi.yaml",
        invocations: { databases: invocationArn(invocationName, { accountId, region }) },
        caller: SIGNED,
      }),
      stage: STAGE,
      defaultEndpoint: true,
      throttling: { requestsPerSecond: props.requestsPerSecond, burst: props.burst },
      methodThrottling: {},
      kmsKeyArn,
      logRetentionInDays,
      logging: logging.resource,
    });
    this.invokeArn = `${this.api.executionArn}/${STAGE}/GET/databases`;
    new LambdaPermission(this, "permission", {
      functionName,
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: this.invokeArn,
    });
    new RegionalWebAcl(this, "web-acl", {
      name,
      description: "Guards the databases API",
      accountId,
      region,
      stageArn: this.api.stageArn,
      requestsPer5Minutes: props.requestsPer5Minutes,
      kmsKeyArn,
      logRetentionInDays,
    });
  }
}
