import {
  AssociateClientVpnTargetNetworkCommand,
  AuthorizeClientVpnIngressCommand,
  CreateClientVpnEndpointCommand,
  CreateClientVpnRouteCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteClientVpnEndpointCommand,
  DeleteClientVpnRouteCommand,
  DescribeClientVpnAuthorizationRulesCommand,
  DescribeClientVpnEndpointsCommand,
  DescribeClientVpnRoutesCommand,
  DescribeClientVpnTargetNetworksCommand,
  DisassociateClientVpnTargetNetworkCommand,
  EC2Client,
  ExportClientVpnClientConfigurationCommand,
  ModifyClientVpnEndpointCommand,
  RevokeClientVpnIngressCommand,
} from "@aws-sdk/client-ec2";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let ec2: EC2Client;
let VpcId: string;
let SubnetId: string;
let ClientVpnEndpointId: string;

beforeEach(async () => {
  await aws.emulator.reset();
  ec2 = new EC2Client(aws.config());
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.11.0.0/16" }));
  VpcId = Vpc?.VpcId ?? "";
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.11.128.0/20" }));
  SubnetId = Subnet?.SubnetId ?? "";
  const created = await ec2.send(
    new CreateClientVpnEndpointCommand({
      ClientCidrBlock: "192.168.128.0/22",
      ServerCertificateArn: "arn:server",
      AuthenticationOptions: [
        { Type: "certificate-authentication", MutualAuthentication: { ClientRootCertificateChainArn: "arn:root" } },
      ],
      ConnectionLogOptions: { Enabled: true, CloudwatchLogGroup: "/vpn" },
      ClientLoginBannerOptions: { Enabled: true, BannerText: "Private" },
      ClientRouteEnforcementOptions: { Enforced: true },
      DnsServers: ["10.11.0.2"],
      SecurityGroupIds: ["sg-1"],
      SessionTimeoutHours: 12,
      SplitTunnel: true,
      VpcId,
      TagSpecifications: [{ ResourceType: "client-vpn-endpoint", Tags: [{ Key: "Name", Value: "vpn" }] }],
    }),
  );
  ClientVpnEndpointId = created.ClientVpnEndpointId ?? "";
});

async function describeOne() {
  const ClientVpnEndpointIds = [ClientVpnEndpointId];
  const { ClientVpnEndpoints } = await ec2.send(new DescribeClientVpnEndpointsCommand({ ClientVpnEndpointIds }));
  return ClientVpnEndpoints?.[0];
}

const associate = () => ec2.send(new AssociateClientVpnTargetNetworkCommand({ ClientVpnEndpointId, SubnetId }));

describe("Client VPN endpoints", () => {
  it("return the values of their creation", async () => {
    expect(await describeOne()).toMatchObject({
      ClientCidrBlock: "192.168.128.0/22",
      ServerCertificateArn: "arn:server",
      AuthenticationOptions: [
        { Type: "certificate-authentication", MutualAuthentication: { ClientRootCertificateChain: "arn:root" } },
      ],
      ConnectionLogOptions: { Enabled: true, CloudwatchLogGroup: "/vpn" },
      ClientLoginBannerOptions: { Enabled: true, BannerText: "Private" },
      ClientRouteEnforcementOptions: { Enforced: true },
      DnsServers: ["10.11.0.2"],
      SecurityGroupIds: ["sg-1"],
      SessionTimeoutHours: 12,
      SplitTunnel: true,
      TransportProtocol: "udp",
      VpnPort: 443,
      VpcId,
      Status: { Code: "pending-associate" },
      Tags: [{ Key: "Name", Value: "vpn" }],
    });
  });

  it("accept changes and tags", async () => {
    const DnsServers = { CustomDnsServers: ["10.11.0.3"], Enabled: true };
    await ec2.send(new ModifyClientVpnEndpointCommand({ ClientVpnEndpointId, VpnPort: 1194, DnsServers }));
    await ec2.send(new CreateTagsCommand({ Resources: [ClientVpnEndpointId], Tags: [{ Key: "Team", Value: "x" }] }));
    expect(await describeOne()).toMatchObject({ VpnPort: 1194, DnsServers: ["10.11.0.3"], SplitTunnel: true });
    expect((await describeOne())?.Tags).toHaveLength(2);
  });

  it("export a client configuration with their name and port", async () => {
    const { ClientConfiguration } = await ec2.send(
      new ExportClientVpnClientConfigurationCommand({ ClientVpnEndpointId }),
    );
    expect(ClientConfiguration).toContain(`remote ${ClientVpnEndpointId}.prod.clientvpn.eu-west-1.amazonaws.com 443`);
  });

  it("cannot be deleted with an association, and are not found after deletion", async () => {
    const { AssociationId } = await associate();
    const remove = () => ec2.send(new DeleteClientVpnEndpointCommand({ ClientVpnEndpointId }));
    await expect(remove()).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await ec2.send(new DisassociateClientVpnTargetNetworkCommand({ ClientVpnEndpointId, AssociationId }));
    const gone = new DescribeClientVpnTargetNetworksCommand({
      ClientVpnEndpointId,
      AssociationIds: [AssociationId ?? ""],
    });
    await expect(ec2.send(gone)).rejects.toMatchObject({ name: "InvalidClientVpnAssociationIdNotFound" });
    await remove();
    await expect(describeOne()).rejects.toMatchObject({ name: "InvalidClientVpnEndpointId.NotFound" });
  });
});

describe("associations, routes and authorization rules", () => {
  it("add a route for the VPC to every association, which cannot be deleted", async () => {
    const { AssociationId } = await associate();
    expect((await describeOne())?.Status?.Code).toBe("available");
    const networks = await ec2.send(new DescribeClientVpnTargetNetworksCommand({ ClientVpnEndpointId }));
    expect(networks.ClientVpnTargetNetworks).toMatchObject([
      { AssociationId, TargetNetworkId: SubnetId, VpcId, Status: { Code: "associated" } },
    ]);
    const { Routes } = await ec2.send(new DescribeClientVpnRoutesCommand({ ClientVpnEndpointId }));
    expect(Routes).toMatchObject([{ DestinationCidr: "10.11.0.0/16", Origin: "associate", TargetSubnet: SubnetId }]);
    const local = { ClientVpnEndpointId, DestinationCidrBlock: "10.11.0.0/16", TargetVpcSubnetId: SubnetId };
    await expect(ec2.send(new DeleteClientVpnRouteCommand(local))).rejects.toMatchObject({
      name: "InvalidClientVpnRouteNotFound",
    });
  });

  it("create two associations for concurrent requests", async () => {
    await Promise.all([associate(), associate()]);
    const networks = await ec2.send(new DescribeClientVpnTargetNetworksCommand({ ClientVpnEndpointId }));
    expect(networks.ClientVpnTargetNetworks).toHaveLength(2);
  });

  it("store an added route until it is deleted", async () => {
    const route = { ClientVpnEndpointId, DestinationCidrBlock: "10.99.0.0/16", TargetVpcSubnetId: SubnetId };
    await ec2.send(new CreateClientVpnRouteCommand(route));
    const routes = () => ec2.send(new DescribeClientVpnRoutesCommand({ ClientVpnEndpointId }));
    expect((await routes()).Routes).toMatchObject([{ DestinationCidr: "10.99.0.0/16", Origin: "add-route" }]);
    await ec2.send(new DeleteClientVpnRouteCommand(route));
    expect((await routes()).Routes).toEqual([]);
  });

  it("authorize all users or a group, are found by CIDR block, and can be revoked", async () => {
    const rule = { ClientVpnEndpointId, TargetNetworkCidr: "10.11.192.0/20" };
    await ec2.send(new AuthorizeClientVpnIngressCommand({ ...rule, AuthorizeAllGroups: true, Description: "all" }));
    await ec2.send(new AuthorizeClientVpnIngressCommand({ ...rule, AccessGroupId: "dba" }));
    const rules = async (value: string) => {
      const Filters = [{ Name: "destination-cidr", Values: [value] }];
      return (await ec2.send(new DescribeClientVpnAuthorizationRulesCommand({ ClientVpnEndpointId, Filters })))
        .AuthorizationRules;
    };
    expect(await rules("10.11.192.0/20")).toMatchObject([
      { AccessAll: true, Description: "all", Status: { Code: "active" } },
      { AccessAll: false, GroupId: "dba" },
    ]);
    expect(await rules("10.0.0.0/8")).toEqual([]);
    await ec2.send(new RevokeClientVpnIngressCommand({ ...rule, RevokeAllGroups: true }));
    expect(await rules("10.11.192.0/20")).toMatchObject([{ GroupId: "dba" }]);
  });
});
