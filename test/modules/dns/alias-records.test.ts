import { AliasRecords } from "../../../modules/dns/alias-records";
import { Template } from "../../helpers/template";

describe("AliasRecords", () => {
  const template = Template.of((scope) => {
    new AliasRecords(scope, "records", {
      zoneId: "Z1",
      name: "app.example.com",
      target: { domainName: "d1.cloudfront.net", hostedZoneId: "Z2FDTNDATAQYW2" },
    });
  });

  it.each(["A", "AAAA"])("answers %s queries with the addresses of the target", (type) => {
    template.one("aws_route53_record", {
      type,
      zone_id: "Z1",
      name: "app.example.com",
      alias: { name: "d1.cloudfront.net", zone_id: "Z2FDTNDATAQYW2", evaluate_target_health: false },
    });
  });

  it("stands alone: required props only, with these two records", () => {
    template.count("aws_route53_record", 2);
  });
});
