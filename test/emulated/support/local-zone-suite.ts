import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  DescribeAddressesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import { type Emulator, startEmulator } from "../../../tools/emulator/start";
import { type AwsClients, awsClients } from "./aws";
import { Deployment } from "./deployment";
import { createStateBucket } from "./state-bucket";

/** Deploys, asks, plans again and destroys the Local Zone extension of one environment. */
export function describeLocalZone(name: string): void {
  describe(`local-zone in ${name}`, () => {
    let emulator: Emulator;
    let deployment: Deployment;
    let aws: AwsClients;
    let zone: string;

    beforeAll(async () => {
      emulator = await startEmulator({ log: (line) => process.stderr.write(`${name}: ${line}\n`) });
      deployment = await Deployment.of(name, "local-zone", emulator.url);
      const { accountId, region, localZone } = deployment.environment;
      zone = localZone?.zone ?? "";
      aws = awsClients(emulator.url, accountId, localZone?.region ?? region);
      await createStateBucket(deployment);
      await deployment.deploy();
    });

    afterAll(() => emulator?.stop());

    test("plans nothing after it is deployed", async () => {
      expect(await deployment.changes()).toEqual([]);
    });

    test("has three subnets in the Local Zone and two in the region", async () => {
      const { Subnets = [] } = await aws.ec2.send(new DescribeSubnetsCommand({}));
      const ours = Subnets.filter(({ Tags = [] }) => Tags.some(({ Key }) => Key === "Project"));
      expect(ours.filter(({ AvailabilityZone }) => AvailabilityZone === zone)).toHaveLength(3);
      expect(ours).toHaveLength(5);
    });

    test("propagates to two tables and leads to the site by the probes' addresses alone", async () => {
      const { RouteTables = [] } = await aws.ec2.send(new DescribeRouteTablesCommand({}));
      expect(RouteTables.filter(({ PropagatingVgws = [] }) => PropagatingVgws.length === 1)).toHaveLength(2);
      const routes = RouteTables.flatMap(({ Routes = [] }) => Routes);
      expect(
        routes.filter(({ NetworkInterfaceId }) => NetworkInterfaceId).map((it) => it.DestinationCidrBlock),
      ).toEqual(["192.168.255.1/32"]);
    });

    test("gives the appliance an address of the zone's border group and no source check", async () => {
      const { Addresses = [] } = await aws.ec2.send(new DescribeAddressesCommand({}));
      expect(Addresses).toEqual([expect.objectContaining({ NetworkBorderGroup: zone.replace(/[a-z]$/, "") })]);
      const { NetworkInterfaces = [] } = await aws.ec2.send(new DescribeNetworkInterfacesCommand({}));
      const wanted = NetworkInterfaces.find(
        ({ NetworkInterfaceId }) => NetworkInterfaceId === Addresses[0]?.NetworkInterfaceId,
      );
      expect(wanted).toMatchObject({ SourceDestCheck: false });
    });

    test("watches with one host", async () => {
      const { AutoScalingGroups = [] } = await aws.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
      expect(AutoScalingGroups).toEqual([expect.objectContaining({ MinSize: 1, MaxSize: 1 })]);
    });

    test("is destroyed without a trace", async () => {
      await deployment.destroy();
      const { Vpcs } = await aws.ec2.send(
        new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["false"] }] }),
      );
      const { Addresses } = await aws.ec2.send(new DescribeAddressesCommand({}));
      expect([Vpcs, Addresses].map((found) => found ?? [])).toEqual([[], []]);
    });
  });
}
