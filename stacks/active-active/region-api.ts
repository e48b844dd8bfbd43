import type { Construct } from "constructs";
import type { ActiveActiveConfig } from "../../config/schema";
import { ApiLogging } from "../../modules/api/api-logging";
import type { RestApi } from "../../modules/api/rest-api";
import { RegionalWebAcl } from "../../modules/firewall/regional-web-acl";
import { LambdaFunction } from "../../modules/functions/lambda-function";
import { ItemsApi, type ItemsAuth } from "./items-api";
import type { ItemsFunctions } from "./items-functions";
import type { RegionCommons } from "./region-commons";

export interface RegionApiProps extends RegionCommons {
  readonly config: ActiveActiveConfig["api"];
  readonly functions: ItemsFunctions["functions"];
}

/** The API of one region, with whom it asks who a caller is, and the web ACL before it. */
export function createRegionApi(scope: Construct, props: RegionApiProps): RestApi {
  const { config, functions, ...commons } = props;
  const logging = new ApiLogging(scope, "api-logging", {
    name: `${commons.name}-api-logs`,
    region: commons.region,
  });
  const { api } = new ItemsApi(scope, "items", {
    ...commons,
    functions,
    auth: createAuth(scope, props),
    stage: config.stage,
    throttling: config.throttling,
    logging: logging.resource,
  });
  if (config.webAcl !== "none") {
    new RegionalWebAcl(scope, "web-acl", {
      ...commons,
      stageArn: api.stageArn,
      requestsPer5Minutes: config.webAcl.requestsPer5Minutes,
    });
  }
  return api;
}

/** The authorizer stands outside the VPC: it fetches the issuers' keys from the internet, and never sees an item. */
function createAuth(scope: Construct, props: RegionApiProps): ItemsAuth {
  const { config, functions: _, ...commons } = props;
  const { auth, concurrency } = config;
  if (auth.type !== "jwt") {
    return auth;
  }
  const authorizer = new LambdaFunction(scope, "authorizer", {
    ...commons,
    name: `${commons.name}-authorizer`,
    description: "Judges the bearer tokens of callers",
    entry: "lambdas/items/authorizer/handler.ts",
    // Two fetches of keys that hang, 2 s each, and the start.
    timeoutSeconds: 10,
    reservedConcurrency: concurrency.authorizer,
    environment: { ISSUERS: JSON.stringify(auth.issuers) },
  });
  return { type: "jwt", authorizer, cacheSeconds: auth.cacheSeconds };
}
