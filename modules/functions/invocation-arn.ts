import { arnOf, partitionOf } from "../shared/arn";

/** Account and Region of a function. */
interface FunctionPlace {
  /** AWS account, 12 digits. */
  readonly accountId: string;
  /** AWS Region, e.g. `eu-west-1`. */
  readonly region: string;
}

/**
 * The URI of a function in an API's description. It is computed from the function's name, so that the description contains no
 * Terraform reference.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function invocationArn(functionName: string, { accountId, region }: FunctionPlace): string {
  const target = arnOf({ service: "lambda", region, accountId, resource: `function:${functionName}` });
  return `arn:${partitionOf(region)}:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
}
