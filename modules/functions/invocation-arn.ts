import { arnOf, partitionOf } from "../shared/arn";

/** Which function of which account and region. */
interface FunctionPlace {
  readonly accountId: string;
  readonly region: string;
}

/**
 * What an API's description names to call a function. Made of names alone, so that the description is complete at synth.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function invocationArn(functionName: string, { accountId, region }: FunctionPlace): string {
  const target = arnOf({ service: "lambda", region, accountId, resource: `function:${functionName}` });
  return `arn:${partitionOf(region)}:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
}
