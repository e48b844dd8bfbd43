import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface RegionalCertificateProps {
  /** Name that several Regions share, e.g. `api.example.com`. */
  readonly sharedName: string;
  /** Name of this Region, below the shared name, e.g. `eu-west-1.api.example.com`. */
  readonly ownName: string;
  /** ID of the hosted zone for the validation records. */
  readonly hostedZoneId: string;
  /**
   * Whether this certificate creates the record that validates the shared name. ACM requires the same record in every Region of an
   * account. One certificate therefore creates it, and the others wait for it.
   * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
   */
  readonly sharedRecord: "create" | "exists";
  /** Provider of the certificate's Region. @default the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/** TTL of the records. ACM looks them up again before every renewal. */
const TTL_SECONDS = 60;

/**
 * A public certificate with DNS validation, for a name that several Regions share and for the name of one Region. ACM renews it as
 * long as both records exist. The first deployment waits until ACM has found them, which requires that the zone is delegated.
 */
export class RegionalCertificate extends Construct {
  /** ARN of the certificate. Depends on its validation, because API Gateway refuses a pending certificate. */
  readonly arn: string;
  /** Escape hatch: the underlying `aws_acm_certificate`. */
  readonly resource: AcmCertificate;

  constructor(scope: Construct, id: string, props: RegionalCertificateProps) {
    super(scope, id);
    const { sharedName, ownName, sharedRecord } = props;
    ensure(ownName.endsWith(`.${sharedName}`), "ownName", `end in .${sharedName}`, ownName);
    const provider = props.provider ? { provider: props.provider } : {};
    this.resource = new AcmCertificate(this, "Resource", {
      domainName: sharedName,
      subjectAlternativeNames: [ownName],
      validationMethod: "DNS",
      tags: { Name: ownName },
      // ACM does not delete a certificate in use, so Terraform creates the replacement first.
      lifecycle: { createBeforeDestroy: true },
      ...provider,
    });
    const own = this.createRecord("own-record", ownName, props);
    const shared = sharedRecord === "create" ? this.createRecord("shared-record", sharedName, props) : undefined;
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: this.resource.arn,
      // The provider refuses a list that lacks a name's record. Without the list, it waits until ACM has issued the certificate.
      ...(shared ? { validationRecordFqdns: [shared.fqdn, own.fqdn] } : { dependsOn: [own] }),
      ...provider,
    }).certificateArn;
  }

  /** ACM returns the options as a set without order. The name identifies the option. */
  private createRecord(id: string, name: string, { hostedZoneId }: RegionalCertificateProps): Route53Record {
    const options = `aws_acm_certificate.${this.resource.friendlyUniqueId}.domain_validation_options`;
    const option = (attribute: string) => `\${{for it in ${options} : it.domain_name => it.${attribute}}["${name}"]}`;
    return new Route53Record(this, id, {
      zoneId: hostedZoneId,
      name: option("resource_record_name"),
      type: option("resource_record_type"),
      records: [option("resource_record_value")],
      ttl: TTL_SECONDS,
    });
  }
}
