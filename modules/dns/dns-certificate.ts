import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface DnsCertificateProps {
  /** Domain name of the certificate, e.g. `app.example.com`. */
  readonly domainName: string;
  /**
   * The DNS record that validates the name. `{ hostedZoneId }` creates it in that zone. `"exists"`: another certificate of the same
   * name and account has created it, because ACM requires the same record in every Region.
   * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
   */
  readonly record: { readonly hostedZoneId: string } | "exists";
  /** Provider of the certificate's Region. CloudFront requires us-east-1. @default the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/** TTL of the record. ACM looks it up again before every renewal. */
const TTL_SECONDS = 60;

/**
 * A public certificate with DNS validation. ACM renews it as long as the record exists.
 *
 * The first deployment waits until ACM has found the record, which requires that the hosted zone is delegated.
 */
export class DnsCertificate extends Construct {
  /** ARN of the certificate. Depends on its validation, because load balancers and distributions refuse a pending certificate. */
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
      // ACM does not delete a certificate in use, so Terraform creates the replacement first.
      lifecycle: { createBeforeDestroy: true },
      ...shared,
    });
    const validation = record === "exists" ? undefined : this.createRecord(record.hostedZoneId);
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: this.resource.arn,
      ...(validation ? { validationRecordFqdns: [validation.fqdn] } : {}),
      ...shared,
    }).certificateArn;
  }

  /** One name has one record, the first of ACM's set. A loop over the set is impossible, because it is unknown before an apply. */
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
