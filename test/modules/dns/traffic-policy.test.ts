import { TrafficPolicy } from "../../../modules/dns/traffic-policy";
import { Template } from "../../helpers/template";

const TARGETS = ["eu-west-1", "us-east-1"].map((region) => ({
  region,
  target: { domainName: `d-${region}.example.com`, hostedZoneId: `Z-${region}` },
  healthCheckId: `check-${region}`,
}));

describe("TrafficPolicy", () => {
  const template = Template.of((scope) => {
    new TrafficPolicy(scope, "policy", {
      name: "items",
      zoneId: "Z1",
      domainName: "api.example.com",
      targets: TARGETS,
    });
  });

  it("stands alone: required props only, with the healthy region of the lowest latency", () => {
    expect(JSON.parse(template.one("aws_route53_traffic_policy").document)).toEqual({
      AWSPolicyFormatVersion: "2015-10-01",
      RecordType: "CNAME",
      StartRule: "nearest",
      Endpoints: {
        "eu-west-1": { Type: "value", Value: "d-eu-west-1.example.com" },
        "us-east-1": { Type: "value", Value: "d-us-east-1.example.com" },
      },
      Rules: {
        nearest: {
          RuleType: "latency",
          Regions: [
            { Region: "eu-west-1", HealthCheck: "check-eu-west-1", EndpointReference: "eu-west-1" },
            { Region: "us-east-1", HealthCheck: "check-us-east-1", EndpointReference: "us-east-1" },
          ],
        },
      },
    });
  });

  it("is replaced under another name before it is deleted, because it has a record", () => {
    const { name, lifecycle } = template.one("aws_route53_traffic_policy");
    expect(lifecycle).toEqual({ create_before_destroy: true });
    expect(name).toMatch(/^items-\$\{substr\(sha256\(.*\), 0, 8\)\}$/s);
  });

  it("creates one record of the latest version", () => {
    template.one("aws_route53_traffic_policy_instance", {
      name: "api.example.com",
      hosted_zone_id: "Z1",
      ttl: 60,
      traffic_policy_id: template.ref("aws_route53_traffic_policy"),
      traffic_policy_version: template.ref("aws_route53_traffic_policy", undefined, "version"),
    });
  });
});
