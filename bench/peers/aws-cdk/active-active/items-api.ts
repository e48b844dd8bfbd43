import {
  AccessLogFormat,
  AuthorizationType,
  DomainName,
  EndpointType,
  type IAuthorizer,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  SecurityPolicy,
  TokenAuthorizer,
} from "aws-cdk-lib/aws-apigateway";
import { Certificate, CertificateValidation } from "aws-cdk-lib/aws-certificatemanager";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { ARecord, HostedZone, type IHostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { ApiGatewayDomain } from "aws-cdk-lib/aws-route53-targets";
import { CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Environment } from "../environment";
import { LoggedWebAcl } from "../shared/logged-web-acl";
import type { ItemsFunctions } from "./items-functions";

export interface ItemsApiProps {
  readonly prefix: string;
  readonly environment: Environment;
  readonly region: string;
  readonly key: IKey;
  readonly functions: ItemsFunctions;
}

/** A regional REST API under the shared name and under its region's own. */
export class ItemsApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: ItemsApiProps) {
    super(scope, id);
    this.api = this.createApi(props);
    this.createRoutes(props);
    this.createDomains(props);
    const acl = new LoggedWebAcl(this, "web-acl", {
      name: props.prefix,
      scope: "REGIONAL",
      key: props.key,
      requestsPer5Minutes: 2000,
    });
    new CfnWebACLAssociation(this, "web-acl-association", {
      webAclArn: acl.arn,
      resourceArn: this.api.deploymentStage.stageArn,
    });
  }

  private createApi({ prefix, key }: ItemsApiProps): RestApi {
    const accessLog = new LogGroup(this, "access-log", {
      logGroupName: `/aws/apigateway/${prefix}`,
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
    });
    return new RestApi(this, "Resource", {
      restApiName: prefix,
      endpointTypes: [EndpointType.REGIONAL],
      disableExecuteApiEndpoint: true,
      cloudWatchRole: true,
      deployOptions: {
        stageName: "prod",
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
        loggingLevel: MethodLoggingLevel.ERROR,
        metricsEnabled: true,
        tracingEnabled: true,
        throttlingRateLimit: 500,
        throttlingBurstLimit: 1000,
        methodOptions: {
          "/items/GET": { throttlingRateLimit: 400, throttlingBurstLimit: 800 },
          "/items/POST": { throttlingRateLimit: 200, throttlingBurstLimit: 400 },
          "/health/GET": { throttlingRateLimit: 50, throttlingBurstLimit: 100 },
        },
      },
    });
  }

  private createRoutes({ functions }: ItemsApiProps): void {
    const { getItem, createItem, health, authorizer: handler } = functions;
    const authorizer: IAuthorizer | undefined = handler
      ? new TokenAuthorizer(this, "authorizer", { handler, resultsCacheTtl: Duration.minutes(5) })
      : undefined;
    const protectedBy = authorizer
      ? { authorizer, authorizationType: AuthorizationType.CUSTOM }
      : { authorizationType: AuthorizationType.IAM };
    const items = this.api.root.addResource("items");
    items.addMethod("POST", new LambdaIntegration(createItem), protectedBy);
    items.addResource("{item_id}").addMethod("GET", new LambdaIntegration(getItem), protectedBy);
    this.api.root.addResource("health").addMethod("GET", new LambdaIntegration(health));
  }

  private createDomains({ environment, region }: ItemsApiProps): void {
    const { domain, zoneId } = environment.api;
    const zone = HostedZone.fromHostedZoneAttributes(this, "zone", { hostedZoneId: zoneId, zoneName: domain });
    const certificate = new Certificate(this, "certificate", {
      domainName: domain,
      subjectAlternativeNames: [`${region}.${domain}`],
      validation: CertificateValidation.fromDns(zone),
    });
    this.createDomain("shared", domain, zone, certificate, region);
    this.createDomain("own", `${region}.${domain}`, zone, certificate);
  }

  private createDomain(id: string, name: string, zone: IHostedZone, certificate: Certificate, latency?: string): void {
    const domain = new DomainName(this, `domain-${id}`, {
      domainName: name,
      certificate,
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    domain.addBasePathMapping(this.api);
    new ARecord(this, `record-${id}`, {
      zone,
      recordName: name,
      target: RecordTarget.fromAlias(new ApiGatewayDomain(domain)),
      ...(latency ? { region: latency, setIdentifier: latency } : {}),
    });
  }
}
