import { ClientAccess } from "../../../modules/security/client-access";
import { SecurityGroup } from "../../../modules/security/security-group";
import { Template } from "../../helpers/template";

const template = Template.of((scope) => {
  new ClientAccess(scope, "mysql", { name: "project-x-dev-mysql", service: "MySQL", port: 3306, vpcId: "vpc-1" });
  const other = new SecurityGroup(scope, "other", { name: "other", description: "Another client", vpcId: "vpc-1" });
  other.allowTo("to-all", { peer: { cidrIpv4: "10.0.0.0/8" }, port: 3306, description: "MySQL" });
});

describe("ClientAccess", () => {
  it("stands alone: the clients reach the server on its port", () => {
    expect(template.reaches("mysql/client", "mysql/server", 3306)).toBe(true);
  });

  it("lets no other group reach the server", () => {
    expect(template.reaches("other", "mysql/server", 3306)).toBe(false);
  });

  it("allows no other port", () => {
    expect(template.reaches("mysql/client", "mysql/server", 22)).toBe(false);
  });

  it("allows no connection from the server", () => {
    template.none("aws_vpc_security_group_egress_rule", {
      security_group_id: template.ref("aws_security_group", "mysql/server"),
    });
  });

  it("allows no connection to a client", () => {
    template.count("aws_vpc_security_group_ingress_rule", 1);
  });

  it("names both groups after the service", () => {
    template.one("aws_security_group", {
      name: "project-x-dev-mysql-server",
      description: "MySQL server",
      vpc_id: "vpc-1",
    });
    template.one("aws_security_group", {
      name: "project-x-dev-mysql-client",
      description: "MySQL clients",
      vpc_id: "vpc-1",
    });
  });
});
