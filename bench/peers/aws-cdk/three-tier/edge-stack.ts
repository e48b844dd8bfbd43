import { Certificate, CertificateValidation } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
  VpcOriginEndpoint,
  VpcOrigin as VpcOriginResource,
} from "aws-cdk-lib/aws-cloudfront";
import { VpcOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { AaaaRecord, ARecord, type IHostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Environment } from "../environment";
import { EnvironmentStack } from "../shared/environment-stack";
import { LoggedWebAcl } from "../shared/logged-web-acl";
import { RetainedBucket } from "../shared/retained-bucket";
import { ServiceKey } from "../shared/service-key";
import type { ThreeTierAppStack } from "./app-stack";
import type { ThreeTierNetworkStack } from "./network-stack";

export interface ThreeTierEdgeStackProps {
  readonly environment: Environment;
  readonly network: ThreeTierNetworkStack;
  readonly web: ThreeTierAppStack;
}

/** CloudFront before the load balancer, with its web ACL and its access log. */
export class ThreeTierEdgeStack extends EnvironmentStack {
  private readonly prefix: string;

  constructor(scope: Construct, id: string, { environment, network, web }: ThreeTierEdgeStackProps) {
    super(scope, id, environment);
    this.prefix = `project-x-${environment.name}`;
    const webAclId =
      environment.edgeWebAclArn ??
      new LoggedWebAcl(this, "web-acl", {
        name: `${this.prefix}-edge`,
        scope: "CLOUDFRONT",
        key: new ServiceKey(this, "key", `${this.prefix}-edge`, ["logs"]),
        requestsPer5Minutes: 2000,
      }).arn;
    const distribution = this.createDistribution(environment, network.zone, web, webAclId);
    this.createLogs(environment, distribution);
    if (network.zone && environment.domain) {
      const record = {
        zone: network.zone,
        recordName: environment.domain.name,
        target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)),
      };
      new ARecord(this, "a", record);
      new AaaaRecord(this, "aaaa", record);
    }
  }

  private createDistribution(
    { domain }: Environment,
    zone: IHostedZone | undefined,
    { loadBalancer }: ThreeTierAppStack,
    webAclId: string,
  ): Distribution {
    const vpcOrigin = new VpcOriginResource(this, "vpc-origin", {
      endpoint: VpcOriginEndpoint.applicationLoadBalancer(loadBalancer),
      protocolPolicy: domain ? OriginProtocolPolicy.HTTPS_ONLY : OriginProtocolPolicy.HTTP_ONLY,
    });
    const behavior = {
      origin: VpcOrigin.withVpcOrigin(vpcOrigin, { readTimeout: Duration.seconds(30) }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: this.createHeaders(),
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER,
    };
    const certified = domain && zone ? this.certify(domain.name, zone) : {};
    return new Distribution(this, "distribution", {
      ...certified,
      comment: this.prefix,
      webAclId,
      defaultBehavior: {
        ...behavior,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        allowedMethods: AllowedMethods.ALLOW_ALL,
      },
      additionalBehaviors: domain ? { "/static/*": { ...behavior, cachePolicy: CachePolicy.CACHING_OPTIMIZED } } : {},
    });
  }

  private certify(name: string, zone: IHostedZone): { certificate: Certificate; domainNames: string[] } {
    const validation = CertificateValidation.fromDns(zone);
    return { certificate: new Certificate(this, "certificate", { domainName: name, validation }), domainNames: [name] };
  }

  private createHeaders(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, "headers", {
      responseHeadersPolicyName: `${this.prefix}-headers`,
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
    });
  }

  private createLogs({ account }: Environment, distribution: Distribution): void {
    const bucket = new RetainedBucket(this, "logs", { bucketName: `${this.prefix}-${account}-edge-logs`, days: 365 });
    const source = new CfnDeliverySource(this, "log-source", {
      name: `${this.prefix}-edge`,
      logType: "ACCESS_LOGS",
      resourceArn: distribution.distributionArn,
    });
    const destination = new CfnDeliveryDestination(this, "log-destination", {
      name: `${this.prefix}-edge`,
      destinationResourceArn: bucket.bucketArn,
      outputFormat: "parquet",
    });
    const delivery = new CfnDelivery(this, "log-delivery", {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
    });
    delivery.addResourceDependency(source);
    new LogGroup(this, "edge-log", {
      logGroupName: `/project-x/${this.prefix}/edge`,
      retention: RetentionDays.ONE_YEAR,
    });
  }
}
