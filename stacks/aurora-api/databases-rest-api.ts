import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { RestApi } from "../../modules/api/rest-api";
import { RegionalWebAcl } from "../../modules/firewall/regional-web-acl";
import { invocationArn } from "../../modules/functions/invocation-arn";
import { apiDescription } from "../../modules/packaging/openapi";

export interface DatabasesRestApiProps {
  /** Name of API and web ACL, e.g. `project-x-prod-aurora-api`. */
  readonly name: string;
  /** Account of the API. */
  readonly accountId: string;
  /** Region of the API. */
  readonly region: string;
  /**
   * The function that lists the databases. `name` is the resource's attribute. `plainName` is the same name as text, because
   * the API's description must not contain values that are unknown before an apply.
   */
  readonly databases: { readonly name: string; readonly plainName: string };
  /** Requests per second on average, and concurrent requests. Further requests get a 429. */
  readonly throttling: { readonly requestsPerSecond: number; readonly burst: number };
  /** Milliseconds that the API waits for the function, at most 29,000 (API Gateway quotas, "REST API"). */
  readonly timeoutMilliseconds: number;
  /** ARN of a key whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /** Requests from one address in 5 minutes before it is blocked. @default 2000 */
  readonly requestsPer5Minutes?: number | undefined;
  /** Days that logs are kept. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

const STAGE = "v1";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html */
const SIGNED = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" };

/**
 * The databases API as a REST API, from `lambdas/databases/openapi.yaml`. It costs more and is slower than an HTTP API, but
 * has a web ACL and X-Ray. Callers sign their requests.
 */
export class DatabasesRestApi extends Construct {
  readonly api: RestApi;
  /** ARN for which callers need `execute-api:Invoke`. */
  readonly invokeArn: string;

  constructor(scope: Construct, id: string, props: DatabasesRestApiProps) {
    super(scope, id);
    this.api = this.createApi(props);
    this.invokeArn = `${this.api.executionArn}/${STAGE}/GET/databases`;
    new LambdaPermission(this, "permission", {
      functionName: props.databases.name,
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: this.invokeArn,
    });
    this.createWebAcl(props);
  }

  private createApi(props: DatabasesRestApiProps): RestApi {
    const { name, accountId, region, databases, throttling, kmsKeyArn, logRetentionInDays } = props;
    return new RestApi(this, "Resource", {
      name,
      description: "Relational API on Aurora Serverless v2",
      body: apiDescription({
        path: "lambdas/databases/openapi.yaml",
        invocations: { databases: invocationArn(databases.plainName, { accountId, region }) },
        caller: SIGNED,
        timeoutMilliseconds: props.timeoutMilliseconds,
      }),
      stage: STAGE,
      defaultEndpoint: true,
      throttling,
      kmsKeyArn,
      logRetentionInDays,
    });
  }

  private createWebAcl(props: DatabasesRestApiProps): void {
    const { name, accountId, region, requestsPer5Minutes, kmsKeyArn, logRetentionInDays } = props;
    new RegionalWebAcl(this, "web-acl", {
      name,
      description: "Guards the databases API",
      accountId,
      region,
      stageArn: this.api.stageArn,
      requestsPer5Minutes,
      kmsKeyArn,
      logRetentionInDays,
    });
  }
}
