import { PublicHostedZone } from "../../../modules/dns/public-hosted-zone";
import { Template } from "../../helpers/template";

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
});
