import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface DnsCertificateProps {
  /** Name that the certificate is for, e.g. `app.example.com`. */
  readonly domainName: string;
  /**
   * The record that proves ownership. `{ hostedZoneId }` creates it. `"exists"`: another certificate of the same name and
   * account did; ACM asks for the same record in every region.
   * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
   */
  readonly record: { readonly hostedZoneId: string } | "exists";
  /** Provider of the region where the certificate is used: CloudFront's live in us-east-1. @default the stack's provider */
  readonly provider?: AwsProvider;
}

/** Seconds that a resolver keeps the record. ACM looks it up again before every renewal. */
const TTL_SECONDS = 60;

/**
 * A public certificate, proved by DNS, that ACM renews by itself for as long as the record stands.
 *
 * The first deployment waits until ACM has seen the record: the hosted zone must have been delegated by then.
 */
export class DnsCertificate extends Construct {
  /** Known once the certificate is issued: load balancers and distributions refuse one that is pending. */
  readonly arn: string;
  /** Escape hatch: the underlying `aws_acm_certificate`. */
  readonly resource: AcmCertificate;

  constructor(scope: Construct, id: string, props: DnsCertificateProps) {
    super(scope, id);
    const { domainName, record } = props;
    const shared = props.provider ? { provider: props.provider } : {};
    this.resource = new AcmCertificate(this, "Resource", {
      domainName,
      validationMethod: "DNS",
      tags: { Name: domainName },
      // A certificate in use cannot be deleted: its successor comes first.
      lifecycle: { createBeforeDestroy: true },
      ...shared,
    });
    const proof = record === "exists" ? undefined : this.createRecord(record.hostedZoneId);
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: this.resource.arn,
      ...(proof ? { validationRecordFqdns: [proof.fqdn] } : {}),
      ...shared,
    }).certificateArn;
  }

  /** One name has one record: the first of a set, so that no loop over values unknown before the apply is needed. */
  private createRecord(hostedZoneId: string): Route53Record {
    const option = this.resource.domainValidationOptions.get(0);
    return new Route53Record(this, "record", {
      zoneId: hostedZoneId,
      name: option.resourceRecordName,
      type: option.resourceRecordType,
      records: [option.resourceRecordValue],
      ttl: TTL_SECONDS,
    });
  }
}
