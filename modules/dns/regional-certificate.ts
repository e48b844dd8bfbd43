import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface RegionalCertificateProps {
  /** Name that several regions answer to, e.g. `api.example.com`. */
  readonly sharedName: string;
  /** The region's own name, e.g. `eu-west-1.api.example.com`. */
  readonly ownName: string;
  readonly hostedZoneId: string;
  /**
   * Whether this certificate brings the record that proves the shared name. ACM asks for the same one in every region of an
   * account, so that one of the certificates creates it and the others wait for it.
   * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
   */
  readonly sharedRecord: "create" | "exists";
  /** Provider of the region where the certificate is used. @default the stack's provider */
  readonly provider?: AwsProvider;
}

/** Seconds that a resolver keeps the record. ACM looks it up again before every renewal. */
const TTL_SECONDS = 60;

/**
 * One public certificate for a name that several regions share and for the region's own, proved by DNS. ACM renews it for as
 * long as both records stand. The first deployment waits until ACM has seen them: the zone must have been delegated by then.
 */
export class RegionalCertificate extends Construct {
  /** Known once the certificate is issued: API Gateway refuses one that is pending. */
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
      // A certificate in use cannot be deleted: its successor comes first.
      lifecycle: { createBeforeDestroy: true },
      ...provider,
    });
    const own = this.createRecord("own-record", ownName, props);
    const shared = sharedRecord === "create" ? this.createRecord("shared-record", sharedName, props) : undefined;
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: this.resource.arn,
      // With a name left out the provider would say that it is not proved; without the argument it waits for ACM's word.
      ...(shared ? { validationRecordFqdns: [shared.fqdn, own.fqdn] } : { dependsOn: [own] }),
      ...provider,
    }).certificateArn;
  }

  /** ACM gives its options as a set, in no order: each is found by the name that it proves. */
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
