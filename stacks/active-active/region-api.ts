import { Construct } from "constructs";
import type { ActiveActiveConfig } from "../../config/schema";
import type { RestApi } from "../../modules/api/rest-api";
import { RegionalWebAcl } from "../../modules/firewall/regional-web-acl";
import { LambdaFunction } from "../../modules/functions/lambda-function";
import { type ApiLimits, healthPathOf } from "./api-limits";
import { ItemsApi, type ItemsAuth } from "./items-api";
import { type ItemsFunctions, LIVE } from "./items-functions";
import type { RegionPartProps } from "./region-part";

export interface RegionApiProps extends RegionPartProps {
  /** The API's part of the configuration. */
  readonly config: ActiveActiveConfig["api"];
  /** The limits of the configuration, with their defaults. */
  readonly limits: ApiLimits;
  /** The functions behind the routes. */
  readonly functions: ItemsFunctions["functions"];
  /** Whether the API answers at its `execute-api` endpoint. @default false */
  readonly defaultEndpoint?: boolean | undefined;
}

/** The API of one region, with its authorizer and its web ACL. */
export class RegionApi extends Construct {
  readonly api: RestApi;
  /** Name of the stage as text, without a reference. */
  readonly stage: string;

  constructor(scope: Construct, id: string, props: RegionApiProps) {
    super(scope, id);
    const { config, limits, functions, defaultEndpoint, ...part } = props;
    const healthPath = healthPathOf(config);
    const { api, stage } = new ItemsApi(this, "items", {
      ...part,
      functions,
      defaultEndpoint,
      auth: this.createAuth(config, limits, part),
      stage: config.stage,
      methods: limits.methods,
      throttling: config.throttling?.stage,
      healthPath,
    });
    if (config.webAcl !== "none") {
      new RegionalWebAcl(this, "web-acl", {
        ...part,
        stageArn: api.stageArn,
        requestsPer5Minutes: limits.addressLimit,
        health: {
          path: healthPath,
          stage,
          from: config.webAcl?.healthFrom,
          requestsPer5Minutes: config.webAcl?.healthRequestsPer5Minutes,
        },
      });
    }
    this.api = api;
    this.stage = stage;
  }

  /** The authorizer is not in the VPC, because it downloads the issuers' keys from the internet. It has no access to items. */
  private createAuth({ auth }: RegionApiProps["config"], limits: ApiLimits, part: RegionPartProps): ItemsAuth {
    if (auth.type !== "jwt") {
      return auth;
    }
    const authorizer = new LambdaFunction(this, "authorizer", {
      ...part,
      name: `${part.name}-authorizer`,
      description: "Verifies the bearer tokens of callers",
      entry: "lambdas/items/authorizer/handler.ts",
      // Two downloads of keys with a timeout of 2 s each, and the cold start.
      timeoutSeconds: 10,
      reservedConcurrency: limits.concurrency.authorizer,
      alias: LIVE,
      environment: {
        ISSUERS: JSON.stringify(auth.issuers),
        BACKEND: part.backend,
        ...(auth.scopes ? { SCOPES: JSON.stringify(auth.scopes) } : {}),
      },
    });
    return { type: "jwt", authorizer, cacheSeconds: auth.cacheSeconds };
  }
}
