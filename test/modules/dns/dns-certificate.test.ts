import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import { DnsCertificate } from "../../../modules/dns/dns-certificate";
import { Template } from "../../helpers/template";

describe("DnsCertificate", () => {
  describe("with a record of its own", () => {
    const template = Template.of((scope) => {
      new DnsCertificate(scope, "certificate", { domainName: "app.example.com", record: { hostedZoneId: "Z1" } });
    });
    const certificate = template.address("aws_acm_certificate");

    it("is proved by DNS, and replaced before it goes", () => {
      template.one("aws_acm_certificate", {
        domain_name: "app.example.com",
        validation_method: "DNS",
        lifecycle: { create_before_destroy: true },
      });
    });

    it("writes the record that ACM asks for into the hosted zone", () => {
      const option = (attribute: string) => `\${tolist(${certificate}.domain_validation_options).0.${attribute}}`;
      template.one("aws_route53_record", {
        zone_id: "Z1",
        name: option("resource_record_name"),
        type: option("resource_record_type"),
        records: [option("resource_record_value")],
        ttl: 60,
      });
    });

    it("needs no loop over values that are unknown before the apply", () => {
      expect(template.one("aws_route53_record")).not.toHaveProperty("for_each");
    });

    it("waits until the record is seen", () => {
      template.one("aws_acm_certificate_validation", {
        certificate_arn: `\${${certificate}.arn}`,
        validation_record_fqdns: [template.ref("aws_route53_record", undefined, "fqdn")],
      });
    });
  });

  describe("with a record that exists", () => {
    const template = Template.of((scope) => {
      const provider = new AwsProvider(scope, "global", { region: "us-east-1", alias: "global" });
      new DnsCertificate(scope, "certificate", { domainName: "app.example.com", record: "exists", provider });
    });

    it("writes no record and still waits", () => {
      template.none("aws_route53_record");
      expect(template.one("aws_acm_certificate_validation")).not.toHaveProperty("validation_record_fqdns");
    });

    it("lives where its provider says", () => {
      template.one("aws_acm_certificate", { provider: "aws.global" });
      template.one("aws_acm_certificate_validation", { provider: "aws.global" });
    });
  });

  it("hands on its ARN only once it is issued", () => {
    const template = Template.of((scope) => {
      const certificate = new DnsCertificate(scope, "certificate", { domainName: "a.example.com", record: "exists" });
      new TerraformOutput(scope, "arn", { value: certificate.arn });
    });
    expect(template.output("arn")).toBe(template.ref("aws_acm_certificate_validation", undefined, "certificate_arn"));
  });
});
