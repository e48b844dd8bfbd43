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
import { BaseStack } from "../base-stack";
import type { AppFacts } from "./app-stack";
import type { NetworkFacts } from "./network-stack";

export interface ThreeTierEdgeStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The environment's three-tier section. */
  readonly config: ThreeTierConfig;
  /** Facts of the network stack. */
  readonly network: Pick<NetworkFacts, "domain">;
  /** Facts of the app stack. */
  readonly app: AppFacts;
}

/**
 * The edge of the three-tier application: CloudFront with its web ACL, logs, certificate and DNS records.
 *
 * All resources are in us-east-1. The stack uses an alias provider for it also when us-east-1 is the home Region, so that every
 * environment has the same addresses.
 */
export class ThreeTierEdgeStack extends BaseStack {
  private readonly config: ThreeTierConfig;
  private readonly domain: NetworkFacts["domain"];
  private readonly global: AwsProvider;

  constructor(scope: Construct, id: string, props: ThreeTierEdgeStackProps) {
    super(scope, id, props);
    const { config, network, app } = props;
    this.config = config;
    this.domain = network.domain;
    this.global = this.createAlias(GLOBAL_REGION);

    const key = this.createKey();
    const distribution = this.createDistribution(key, this.createOrigin(app));
    this.createAccessLogs(key, distribution);
    this.createRecords(distribution);
    this.createOutputs(distribution);
  }

  private createKey(): EncryptionKey {
    return new EncryptionKey(this, "key", {
      name: this.nameOf("edge"),
      description: "Encrypts the web ACL's log and the access log of the three-tier edge",
      accountId: this.account.accountId,
      region: GLOBAL_REGION,
      services: ["logs", "delivery.logs"],
      provider: this.global,
    });
  }

  /** CloudFront reaches an internal load balancer through a VPC origin, and an internet-facing one by its DNS name. */
  private createOrigin({ loadBalancer }: AppFacts): DistributionOrigin {
    const origin = { id: "load-balancer", domainName: loadBalancer.dnsName };
    if (loadBalancer.scheme === "internet-facing") {
      return { ...origin, protocol: loadBalancer.protocol };
    }
    const { vpcOriginId } = new VpcOrigin(this, "origin", {
      name: this.nameOf("app"),
      loadBalancer,
      provider: this.global,
    });
    return { ...origin, vpcOriginId };
  }

  private createDistribution(key: EncryptionKey, origin: DistributionOrigin): Distribution {
    const { requestsPer5Minutes, ...edge } = this.config.edge;
    const name = this.nameOf("edge");
    const webAcl = new WebAcl(this, "web-acl", {
      name,
      accountId: this.account.accountId,
      requestsPer5Minutes,
      kmsKeyArn: key.arn,
      logRetentionInDays: this.config.logRetentionInDays,
      provider: this.global,
    });
    const headers = new ResponseHeadersPolicy(this, "headers", { name, provider: this.global });
    return new Distribution(this, "distribution", {
      ...edge,
      comment: `${this.names.project}-${this.names.environment}`,
      origin,
      webAclArn: webAcl.arn,
      responseHeadersPolicyId: headers.policyId,
      domain: this.createCertificate(),
      provider: this.global,
    });
  }

  /** The app stack creates the validation record: ACM uses the same record in both Regions. */
  private createCertificate(): { name: string; certificateArn: string } | undefined {
    if (!this.domain) {
      return undefined;
    }
    const { name } = this.domain;
    const certificate = new DnsCertificate(this, "certificate", {
      domainName: name,
      record: "exists",
      provider: this.global,
    });
    return { name, certificateArn: certificate.arn };
  }

  private createAccessLogs(key: EncryptionKey, distribution: Distribution): void {
    const { accountId } = this.account;
    new AccessLogs(this, "access-logs", {
      name: this.nameOf("edge"),
      bucketName: this.nameOf(`edge-logs-${accountId}`, "s3-bucket"),
      accountId,
      distributionArn: distribution.arn,
      kmsKeyArn: key.arn,
      retentionInDays: this.config.logRetentionInDays,
      forceDestroy: !this.config.deletionProtection,
      provider: this.global,
    });
  }

  private createRecords(distribution: Distribution): void {
    if (this.domain) {
      const { name, hostedZoneId: zoneId } = this.domain;
      new AliasRecords(this, "records", { zoneId, name, target: distribution });
    }
  }

  private createOutputs(distribution: Distribution): void {
    new TerraformOutput(this, "url", {
      value: `https://${this.domain?.name ?? distribution.domainName}`,
      description: "URL of the application",
    });
    new TerraformOutput(this, "distribution_domain_name", {
      value: distribution.domainName,
      description: "Domain name that CloudFront assigns to the distribution",
    });
    new TerraformOutput(this, "distribution_id", {
      value: distribution.distributionId,
      description: "ID of the distribution, for invalidations",
    });
  }
}
