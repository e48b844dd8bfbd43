import { PublicHostedZone } from "../../../modules/dns/public-hosted-zone";
import { Template } from "../../helpers/template";
import { globalProvider } from "../providers";

describe("PublicHostedZone", () => {
  const template = Template.of((scope) => {
    new PublicHostedZone(scope, "zone", { name: "example.com", comment: "Names of the application" });
  });

  it("stands alone: required props only, as a public zone of the domain", () => {
    const zone = template.one("aws_route53_zone", { name: "example.com", comment: "Names of the application" });
    expect(zone).not.toHaveProperty("vpc");
  });

  it("cannot be destroyed while it contains records from another source", () => {
    expect(template.one("aws_route53_zone")).not.toHaveProperty("force_destroy", true);
  });

  it("logs no queries by default, and those of its zone on request", () => {
    template.none("aws_route53_query_log");
    const logged = Template.of((scope) => {
      const queryLog = { name: "items", accountId: "111111111111", provider: globalProvider(scope) };
      new PublicHostedZone(scope, "zone", { name: "example.com", comment: "Names of the application", queryLog });
    });
    const zone_id = logged.ref("aws_route53_zone", undefined, "zone_id");
    logged.one("aws_route53_query_log", { zone_id });
    logged.one("aws_cloudwatch_log_group", { name: "/aws/route53/example.com" });
  });
});
