import { ClientVpn, type ClientVpnProps } from "../../../modules/hybrid/client-vpn";
import { Template } from "../../helpers/template";

const REQUIRED: ClientVpnProps = {
  name: "vpn",
  vpc: { vpcId: "vpc-1", cidr: "10.11.0.0/16" },
  serverCertificateArn: "arn:server",
  authentication: { type: "certificate", clientRootCertificateArn: "arn:root" },
  associations: [{ zone: "eu-west-1a", subnetId: "subnet-1" }],
  targets: [{ key: "database", cidr: "10.11.192.0/20" }],
  securityGroupIds: ["sg-1"],
  logGroupName: "/vpn",
};

const vpn = (props: Partial<ClientVpnProps> = {}) =>
  Template.of((scope) => {
    new ClientVpn(scope, "vpn", { ...REQUIRED, ...props });
  });

describe("ClientVpn", () => {
  const template = vpn();
  const type = "aws_ec2_client_vpn_authorization_rule";

  it("stands alone: required props only", () => {
    template.one("aws_ec2_client_vpn_endpoint", {
      description: "vpn",
      client_cidr_block: "192.168.128.0/22",
      vpn_port: 443,
      transport_protocol: "udp",
      session_timeout_hours: 12,
    });
  });

  it("uses certificates by ARN, a split tunnel, a log and final session timeouts", () => {
    template.one("aws_ec2_client_vpn_endpoint", {
      authentication_options: [{ type: "certificate-authentication", root_certificate_chain_arn: "arn:root" }],
      split_tunnel: true,
      dns_servers: ["10.11.0.2"],
      disconnect_on_session_timeout: true,
      client_route_enforcement_options: { enforced: true },
      client_login_banner_options: { enabled: true, banner_text: "This network is private. Connections are logged." },
      connection_log_options: { enabled: true, cloudwatch_log_group: "/vpn" },
    });
  });

  it("allows all users to reach the targets and the DNS server", () => {
    expect(template.all(type, { authorize_all_groups: true }).map((rule) => rule.target_network_cidr)).toEqual([
      "10.11.192.0/20",
      "10.11.0.2/32",
    ]);
  });

  it("allows groups of the identity provider only", () => {
    const authentication = { type: "saml", providerArn: "arn:saml", groupIds: ["dba", "support"] } as const;
    const saml = vpn({ authentication });
    expect(
      saml.all(type).map(({ access_group_id, target_network_cidr }) => [access_group_id, target_network_cidr]),
    ).toEqual([
      ["dba", "10.11.192.0/20"],
      ["support", "10.11.192.0/20"],
      ["dba", "10.11.0.2/32"],
      ["support", "10.11.0.2/32"],
    ]);
    saml.none(type, { authorize_all_groups: true });
  });

  it("allows all users of the identity provider without groups", () => {
    const saml = vpn({ authentication: { type: "saml", providerArn: "arn:saml" } });
    saml.all(type, { authorize_all_groups: true });
  });

  it.each<[Partial<ClientVpnProps>, string]>([
    [{ clientCidr: "10.11.0.0/22" }, "clientCidr must not overlap the VPC's 10.11.0.0/16"],
    [{ clientCidr: "10.0.0.0/12" }, "clientCidr must not overlap the VPC's 10.11.0.0/16"],
    [{ clientCidr: "192.168.0.0/24" }, "clientCidr must be an IPv4 block of /12 to /22"],
    [{ port: 433 }, "port must be 443 or 1194, got 433; Client VPN supports no other port"],
    [{ sessionTimeoutHours: 1 }, "sessionTimeoutHours must be 8, 10, 12 or 24"],
    [{ associations: [] }, "associations must name each zone once"],
    [{ targets: [] }, "targets must hold at least 1 range"],
    [{ securityGroupIds: [] }, "securityGroupIds must hold at least 1 group"],
    [{ banner: "x".repeat(1401) }, "banner must be at most 1400 characters"],
  ])("fails with %j", (props, message) => {
    expect(() => vpn(props)).toThrow(message);
  });
});
