import { Vpc } from "../../../modules/network/vpc";
import { Template } from "../../helpers/template";

function vpc(cidr = "10.0.0.0/16"): Template {
  return Template.of((scope) => {
    new Vpc(scope, "vpc", { name: "project-x-dev", cidr });
  });
}

describe("Vpc", () => {
  const template = vpc();

  it("stands alone: required props only, with both DNS attributes on, which private DNS names of endpoints need", () => {
    template.one("aws_vpc", { cidr_block: "10.0.0.0/16", enable_dns_support: true, enable_dns_hostnames: true });
  });

  it("attaches an internet gateway", () => {
    template.one("aws_internet_gateway", { vpc_id: template.ref("aws_vpc") });
  });

  it("removes all rules of the default security group and reports rules added by hand", () => {
    const group = template.one("aws_default_security_group", { vpc_id: template.ref("aws_vpc") });
    expect(group.ingress).toEqual([]);
    expect(group.egress).toEqual([]);
  });

  it("has no internet gateway when it is closed, and fails when one is requested", () => {
    const closed = Template.of((scope) => {
      const made = new Vpc(scope, "vpc", { name: "project-x-dev", cidr: "10.0.0.0/16", internet: "closed" });
      expect(() => made.internetGateway).toThrow('internet must be "open" for resources that need an internet gateway');
    });
    closed.none("aws_internet_gateway");
    closed.one("aws_default_security_group");
  });

  it("fails on a CIDR block that AWS refuses", () => {
    expect(() => vpc("10.0.0.0/8")).toThrow('cidr must be an IPv4 block of /16 to /28, got "10.0.0.0/8"');
    expect(() => vpc("10.0.0.0/29")).toThrow("cidr must be an IPv4 block of /16 to /28");
    expect(() => vpc("10.0.0.1/16")).toThrow("cidr must be an IPv4 block of /16 to /28");
  });
});
