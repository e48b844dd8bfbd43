import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import { DnsCertificate } from "../../../modules/dns/dns-certificate";
import { Template } from "../../helpers/template";

describe("DnsCertificate", () => {
  describe("with its own record", () => {
    const template = Template.of((scope) => {
      new DnsCertificate(scope, "certificate", { domainName: "app.example.com", record: { hostedZoneId: "Z1" } });
    });
    const certificate = template.address("aws_acm_certificate");

    it("stands alone: required props only, validated by DNS and replaced before it is deleted", () => {
      template.one("aws_acm_certificate", {
        domain_name: "app.example.com",
        validation_method: "DNS",
        lifecycle: { create_before_destroy: true },
      });
    });

    it("creates the record that ACM requires in the hosted zone", () => {
      const option = (attribute: string) => `\${tolist(${certificate}.domain_validation_options).0.${attribute}}`;
      template.one("aws_route53_record", {
        zone_id: "Z1",
        name: option("resource_record_name"),
        type: option("resource_record_type"),
        records: [option("resource_record_value")],
        ttl: 60,
      });
    });

    it("has no loop over values that are unknown before an apply", () => {
      expect(template.one("aws_route53_record")).not.toHaveProperty("for_each");
    });

    it("waits until ACM has found the record", () => {
      template.one("aws_acm_certificate_validation", {
        certificate_arn: `\${${certificate}.arn}`,
        validation_record_fqdns: [template.ref("aws_route53_record", undefined, "fqdn")],
      });
    });
  });

  describe("with an existing record", () => {
    const template = Template.of((scope) => {
      const provider = new AwsProvider(scope, "global", { region: "us-east-1", alias: "global" });
      new DnsCertificate(scope, "certificate", { domainName: "app.example.com", record: "exists", provider });
    });

    it("creates no record and still waits", () => {
      template.none("aws_route53_record");
      expect(template.one("aws_acm_certificate_validation")).not.toHaveProperty("validation_record_fqdns");
    });

    it("is in the region of its provider", () => {
      template.one("aws_acm_certificate", { provider: "aws.global" });
      template.one("aws_acm_certificate_validation", { provider: "aws.global" });
    });
  });

  it("returns an ARN that depends on the validation", () => {
    const template = Template.of((scope) => {
      const certificate = new DnsCertificate(scope, "certificate", { domainName: "a.example.com", record: "exists" });
      new TerraformOutput(scope, "arn", { value: certificate.arn });
    });
    expect(template.output("arn")).toBe(template.ref("aws_acm_certificate_validation", undefined, "certificate_arn"));
  });
});
