import type { Permissions } from "./scopes";

/**
 * The policy that API Gateway applies to every request with the token. API Gateway caches it by token and not by route, so it lists
 * every route that the token permits, and not only the one of the current request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 *
 * @param methodArn `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`
 */
export function policyFor(methodArn: string, { read, write }: Permissions) {
  const [api, stage] = methodArn.split("/");
  const routes = [...(read ? ["GET/items/*"] : []), ...(write ? ["POST/items"] : [])];
  // A policy needs a statement, also when the token permits nothing.
  const statement =
    routes.length > 0 ? { Effect: "Allow", Resource: routes.map(arnOf) } : { Effect: "Deny", Resource: [arnOf("*")] };
  return { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", ...statement }] };

  function arnOf(route: string): string {
    return `${api}/${stage}/${route}`;
  }
}
