import { ApiGatewayBasePathMapping } from "@cdktf/provider-aws/lib/api-gateway-base-path-mapping";
import { ApiGatewayDomainName } from "@cdktf/provider-aws/lib/api-gateway-domain-name";
import { Construct } from "constructs";

export interface ApiNameProps {
  /** E.g. `api.example.com`. */
  readonly name: string;
  /** An issued certificate of the region that covers the name. */
  readonly certificateArn: string;
  readonly restApiId: string;
  readonly stageName: string;
}

/** A custom name of a regional API, with the stage at its root. */
export class ApiName extends Construct {
  /** What an alias record points at. */
  readonly target: { readonly domainName: string; readonly hostedZoneId: string };
  /** Escape hatch: the underlying `aws_api_gateway_domain_name`. */
  readonly resource: ApiGatewayDomainName;

  constructor(scope: Construct, id: string, props: ApiNameProps) {
    super(scope, id);
    const { name, certificateArn, restApiId, stageName } = props;
    this.resource = new ApiGatewayDomainName(this, "Resource", {
      domainName: name,
      regionalCertificateArn: certificateArn,
      // 1.2 and 1.3: TLS 1.0 and 1.1 are refused.
      securityPolicy: "TLS_1_2",
      // Without it an AAAA record that points here has nothing to answer.
      endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" },
      tags: { Name: name },
    });
    // No base path: the root. The argument is not "/" but left out.
    new ApiGatewayBasePathMapping(this, "root", { domainName: this.resource.domainName, apiId: restApiId, stageName });
    this.target = {
      domainName: this.resource.regionalDomainName,
      hostedZoneId: this.resource.regionalZoneId,
    };
  }
}
