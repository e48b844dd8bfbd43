import { PublicHostedZone } from "../../../modules/dns/public-hosted-zone";
import { Template } from "../../helpers/template";

describe("PublicHostedZone", () => {
  const template = Template.of((scope) => {
    new PublicHostedZone(scope, "zone", { name: "example.com", comment: "Names of the application" });
  });

  it("is a public zone of the domain", () => {
    const zone = template.one("aws_route53_zone", { name: "example.com", comment: "Names of the application" });
    expect(zone).not.toHaveProperty("vpc");
  });

  it("refuses to be destroyed while it holds the records of others", () => {
    expect(template.one("aws_route53_zone")).not.toHaveProperty("force_destroy", true);
  });
});
