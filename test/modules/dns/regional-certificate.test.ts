import { RegionalCertificate, type RegionalCertificateProps } from "../../../modules/dns/regional-certificate";
import { Template } from "../../helpers/template";

function build(props: Partial<RegionalCertificateProps> = {}): Template {
  return Template.of((scope) => {
    new RegionalCertificate(scope, "certificate", {
      sharedName: "api.example.com",
      ownName: "eu-west-1.api.example.com",
      hostedZoneId: "Z1",
      sharedRecord: "create",
      ...props,
    });
  });
}

describe("RegionalCertificate", () => {
  const template = build();

  it("stands alone: required props only, for both names and with DNS validation", () => {
    template.one("aws_acm_certificate", {
      domain_name: "api.example.com",
      subject_alternative_names: ["eu-west-1.api.example.com"],
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
  });

  it("finds each validation record by its name, because ACM returns them without order", () => {
    const options = `${template.address("aws_acm_certificate")}.domain_validation_options`;
    for (const [path, name] of [
      ["own-record", "eu-west-1.api.example.com"],
      ["shared-record", "api.example.com"],
    ] as const) {
      expect(template.resource("aws_route53_record", path).attributes).toMatchObject({
        zone_id: "Z1",
        name: `\${{for it in ${options} : it.domain_name => it.resource_record_name}["${name}"]}`,
        ttl: 60,
      });
    }
  });

  it("does not create an existing record of the shared name, and still waits for ACM", () => {
    const other = build({ sharedRecord: "exists" });
    other.count("aws_route53_record", 1);
    const validation = other.one("aws_acm_certificate_validation");
    expect(validation).not.toHaveProperty("validation_record_fqdns");
    expect(validation.depends_on).toEqual([other.address("aws_route53_record")]);
  });

  it("fails when the own name is not below the shared name", () => {
    expect(() => build({ ownName: "eu-west-1.example.com" })).toThrow(
      'ownName must end in .api.example.com, got "eu-west-1.example.com"',
    );
  });
});
