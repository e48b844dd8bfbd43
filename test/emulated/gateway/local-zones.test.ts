import {
  AllocateAddressCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpnGatewayCommand,
  DescribeAddressesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DisableVgwRoutePropagationCommand,
  EC2Client,
  EnableVgwRoutePropagationCommand,
  ModifyAvailabilityZoneGroupCommand,
} from "@aws-sdk/client-ec2";
import { EmulatedAws } from "./emulated";

const ZONE = "us-east-1-bos-1a";
const GROUP = "us-east-1-bos-1";
const aws = new EmulatedAws();
let ec2: EC2Client;
let VpcId: string;

beforeEach(async () => {
  await aws.emulator.reset();
  ec2 = new EC2Client(aws.config("123456789012", "us-east-1"));
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.20.0.0/16" }));
  VpcId = Vpc?.VpcId ?? "";
});

const optIn = () => ec2.send(new ModifyAvailabilityZoneGroupCommand({ GroupName: GROUP, OptInStatus: "opted-in" }));

describe("Local Zones", () => {
  it("are described with their zone group, before and after the opt-in", async () => {
    const describe = () =>
      ec2.send(new DescribeAvailabilityZonesCommand({ Filters: [{ Name: "group-name", Values: [GROUP] }] }));
    expect((await describe()).AvailabilityZones?.[0]).toMatchObject({ ZoneName: ZONE, OptInStatus: "not-opted-in" });
    await optIn();
    expect((await describe()).AvailabilityZones?.[0]).toMatchObject({
      OptInStatus: "opted-in",
      ZoneType: "local-zone",
    });
  });

  it("do not support an opt-out", async () => {
    const leave = new ModifyAvailabilityZoneGroupCommand({ GroupName: GROUP, OptInStatus: "not-opted-in" });
    await expect(ec2.send(leave)).rejects.toMatchObject({ name: "InvalidOptInStatus" });
  });

  it("accept subnets after the opt-in", async () => {
    const subnet = new CreateSubnetCommand({ VpcId, CidrBlock: "10.20.1.0/24", AvailabilityZone: ZONE });
    await expect(ec2.send(subnet)).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await optIn();
    expect((await ec2.send(subnet)).Subnet?.AvailabilityZone).toBe(ZONE);
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }));
    expect(Subnets?.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([ZONE]);
  });

  it("have addresses in their own network border group", async () => {
    await ec2.send(new AllocateAddressCommand({ Domain: "vpc", NetworkBorderGroup: GROUP }));
    const { Addresses } = await ec2.send(new DescribeAddressesCommand({}));
    expect(Addresses?.[0]?.NetworkBorderGroup).toBe(GROUP);
  });
});

describe("route propagation", () => {
  it("is enabled and disabled per route table", async () => {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const { VpnGateway } = await ec2.send(new CreateVpnGatewayCommand({ Type: "ipsec.1" }));
    const ids = { RouteTableId: RouteTable?.RouteTableId, GatewayId: VpnGateway?.VpnGatewayId };
    const propagating = async () => {
      const RouteTableIds = [ids.RouteTableId ?? ""];
      const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds }));
      return RouteTables?.[0]?.PropagatingVgws?.map(({ GatewayId }) => GatewayId) ?? [];
    };
    expect(await propagating()).toEqual([]);
    await ec2.send(new EnableVgwRoutePropagationCommand(ids));
    expect(await propagating()).toEqual([ids.GatewayId]);
    await ec2.send(new DisableVgwRoutePropagationCommand(ids));
    expect(await propagating()).toEqual([]);
  });
});
