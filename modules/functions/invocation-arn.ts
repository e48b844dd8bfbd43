import { arnOf, partitionOf } from "../shared/arn";

/** Account and Region of a function, and the alias to call. */
interface FunctionPlace {
  /** AWS account, 12 digits. */
  readonly accountId: string;
  /** AWS Region, e.g. `eu-west-1`. */
  readonly region: string;
  /** Alias of the function. @default none: the unpublished version */
  readonly alias?: string | undefined;
}

/**
 * The URI of a function in an API's description. It is computed from the function's name, so that the description contains no
 * Terraform reference.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function invocationArn(functionName: string, { accountId, region, alias }: FunctionPlace): string {
  const qualified = alias === undefined ? functionName : `${functionName}:${alias}`;
  const target = arnOf({ service: "lambda", region, accountId, resource: `function:${qualified}` });
  return `arn:${partitionOf(region)}:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
}
