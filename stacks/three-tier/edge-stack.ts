import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { AccessLogs } from "../../modules/cdn/access-logs";
import { Distribution } from "../../modules/cdn/distribution";
import type { DistributionOrigin } from "../../modules/cdn/origin";
import { ResponseHeadersPolicy } from "../../modules/cdn/response-headers-policy";
import { VpcOrigin } from "../../modules/cdn/vpc-origin";
import { AliasRecords } from "../../modules/dns/alias-records";
import { DnsCertificate } from "../../modules/dns/dns-certificate";
import { WebAcl } from "../../modules/firewall/web-acl";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { GLOBAL_REGION } from "../../modules/shared/global-region";
import { physicalName } from "../../modules/shared/names";
import { BaseStack } from "../base-stack";
import type { AppFacts } from "./app-stack";
import type { NetworkFacts } from "./network-stack";

export interface ThreeTierEdgeStackProps {
  readonly environment: Environment;
  readonly config: ThreeTierConfig;
  readonly network: Pick<NetworkFacts, "hostedZoneId">;
  readonly app: Pick<AppFacts, "loadBalancerArn" | "loadBalancerDnsName" | "loadBalancerScheme" | "originProtocol">;
}

/**
 * The public entrance of the three-tier application: CloudFront, its web ACL, logs, certificate and names. All of it in
 * us-east-1, through an alias even where that is the home region: one shape for every environment.
 */
export class ThreeTierEdgeStack extends BaseStack {
  private readonly config: ThreeTierConfig;
  private readonly global: AwsProvider;

  constructor(scope: Construct, id: string, props: ThreeTierEdgeStackProps) {
    super(scope, id, props);
    const { config, network, app } = props;
    this.config = config;
    this.global = this.createAlias(GLOBAL_REGION);

    const key = this.createKey();
    const distribution = this.createDistribution(key, this.createOrigin(app));
    this.createAccessLogs(key, distribution);
    this.createRecords(network.hostedZoneId, distribution);
    this.createOutputs(distribution);
  }

  private createKey(): EncryptionKey {
    return new EncryptionKey(this, "key", {
      name: physicalName(this.names, "edge"),
      description: "Encrypts the web ACL's log and the access log of the three-tier edge",
      accountId: this.environment.accountId,
      region: GLOBAL_REGION,
      services: ["logs", "delivery.logs"],
      provider: this.global,
    });
  }

  private createOrigin(app: ThreeTierEdgeStackProps["app"]): DistributionOrigin {
    const origin = { id: "load-balancer", domainName: app.loadBalancerDnsName };
    if (this.config.app.loadBalancer.exposure !== "vpc-origin") {
      return { ...origin, protocol: app.originProtocol };
    }
    const { vpcOriginId } = new VpcOrigin(this, "origin", {
      name: physicalName(this.names, "app"),
      loadBalancer: { arn: app.loadBalancerArn, scheme: app.loadBalancerScheme, protocol: app.originProtocol },
      provider: this.global,
    });
    return { ...origin, vpcOriginId };
  }

  private createDistribution(key: EncryptionKey, origin: DistributionOrigin): Distribution {
    const { edge, logRetentionInDays } = this.config;
    const name = physicalName(this.names, "edge");
    const webAcl = new WebAcl(this, "web-acl", {
      name,
      accountId: this.environment.accountId,
      requestsPer5Minutes: edge.requestsPer5Minutes,
      kmsKeyArn: key.arn,
      logRetentionInDays,
      provider: this.global,
    });
    const headers = new ResponseHeadersPolicy(this, "headers", { name, provider: this.global });
    const domain = this.createCertificate();
    return new Distribution(this, "distribution", {
      comment: `${this.names.project}-${this.names.environment}`,
      origin,
      webAclArn: webAcl.arn,
      responseHeadersPolicyId: headers.policyId,
      cachedPaths: edge.cachedPaths,
      priceClass: edge.priceClass,
      ...(edge.geoRestriction ? { geoRestriction: edge.geoRestriction } : {}),
      ...(domain ? { domain } : {}),
      provider: this.global,
    });
  }

  /** The record that proves the name is the app stack's: ACM asks for the same one in both regions. */
  private createCertificate(): { name: string; certificateArn: string } | undefined {
    const { domain } = this.config.network;
    if (!domain) {
      return undefined;
    }
    const certificate = new DnsCertificate(this, "certificate", {
      domainName: domain.name,
      record: "exists",
      provider: this.global,
    });
    return { name: domain.name, certificateArn: certificate.arn };
  }

  private createAccessLogs(key: EncryptionKey, distribution: Distribution): void {
    const { accountId } = this.environment;
    new AccessLogs(this, "access-logs", {
      name: physicalName(this.names, "edge"),
      bucketName: physicalName(this.names, `edge-logs-${accountId}`, "s3-bucket"),
      accountId,
      distributionArn: distribution.arn,
      kmsKeyArn: key.arn,
      retentionInDays: this.config.logRetentionInDays,
      forceDestroy: !this.config.deletionProtection,
      provider: this.global,
    });
  }

  private createRecords(zoneId: string | undefined, distribution: Distribution): void {
    const { domain } = this.config.network;
    if (domain && zoneId) {
      new AliasRecords(this, "records", { zoneId, name: domain.name, target: distribution });
    }
  }

  private createOutputs(distribution: Distribution): void {
    const { domain } = this.config.network;
    new TerraformOutput(this, "url", {
      value: `https://${domain?.name ?? distribution.domainName}`,
      description: "Where the application is",
    });
    new TerraformOutput(this, "distribution_domain_name", {
      value: distribution.domainName,
      description: "CloudFront's own name of the distribution",
    });
    new TerraformOutput(this, "distribution_id", {
      value: distribution.distributionId,
      description: "The distribution, for invalidations",
    });
  }
}
