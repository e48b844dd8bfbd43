import { ApiGatewayBasePathMapping } from "@cdktf/provider-aws/lib/api-gateway-base-path-mapping";
import { ApiGatewayDomainName } from "@cdktf/provider-aws/lib/api-gateway-domain-name";
import { Construct } from "constructs";

export interface CustomDomainNameProps {
  /** DNS name, e.g. `api.example.com`. */
  readonly domainName: string;
  /** ARN of an issued certificate that covers the name, in the API's Region. */
  readonly certificateArn: string;
  /** The API and the stage that the name leads to, e.g. a `RestApi`. */
  readonly api: { readonly restApiId: string; readonly stageName: string };
}

/** A custom domain name of a regional REST API. Its root is the stage. It accepts TLS 1.2 and later. */
export class CustomDomainName extends Construct {
  /** Target of an alias record. */
  readonly target: { readonly domainName: string; readonly hostedZoneId: string };
  /** Escape hatch: the underlying `aws_api_gateway_domain_name`. */
  readonly resource: ApiGatewayDomainName;

  constructor(scope: Construct, id: string, props: CustomDomainNameProps) {
    super(scope, id);
    const { domainName, certificateArn, api } = props;
    this.resource = new ApiGatewayDomainName(this, "Resource", {
      domainName,
      regionalCertificateArn: certificateArn,
      // TLS 1.2 and 1.3. API Gateway refuses TLS 1.0 and 1.1.
      securityPolicy: "TLS_1_2",
      // An AAAA record needs a target with IPv6 addresses.
      endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" },
      tags: { Name: domainName },
    });
    // Without a base path the mapping is for the root. The provider refuses "/".
    new ApiGatewayBasePathMapping(this, "root", {
      domainName: this.resource.domainName,
      apiId: api.restApiId,
      stageName: api.stageName,
    });
    this.target = {
      domainName: this.resource.regionalDomainName,
      hostedZoneId: this.resource.regionalZoneId,
    };
  }
}
