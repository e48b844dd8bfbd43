import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
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

/** Tests a deployment of the Local Zone stacks of one environment: deploy, inspect, plan again, destroy. */
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

    it("has an empty plan after the deployment", async () => {
      expect(await deployment.changes()).toEqual([]);
    });

    it("has three subnets in the Local Zone and two in Availability Zones", async () => {
      const { Subnets = [] } = await aws.ec2.send(new DescribeSubnetsCommand({}));
      const project = Subnets.filter(({ Tags = [] }) => Tags.some(({ Key }) => Key === "Project"));
      expect(project.filter(({ AvailabilityZone }) => AvailabilityZone === zone)).toHaveLength(3);
      expect(project).toHaveLength(5);
    });

    it("propagates to two route tables, and routes only the VPN probe addresses to the appliance", async () => {
      const { RouteTables = [] } = await aws.ec2.send(new DescribeRouteTablesCommand({}));
      expect(RouteTables.filter(({ PropagatingVgws = [] }) => PropagatingVgws.length === 1)).toHaveLength(2);
      const routes = RouteTables.flatMap(({ Routes = [] }) => Routes);
      expect(
        routes.filter(({ NetworkInterfaceId }) => NetworkInterfaceId).map((it) => it.DestinationCidrBlock),
      ).toEqual(["192.168.255.1/32"]);
    });

    it("gives the appliance an address of the network border group, and no source check", async () => {
      const { Addresses = [] } = await aws.ec2.send(new DescribeAddressesCommand({}));
      expect(Addresses).toEqual([expect.objectContaining({ NetworkBorderGroup: zone.replace(/[a-z]$/, "") })]);
      const { NetworkInterfaces = [] } = await aws.ec2.send(new DescribeNetworkInterfacesCommand({}));
      const attached = NetworkInterfaces.find(
        ({ NetworkInterfaceId }) => NetworkInterfaceId === Addresses[0]?.NetworkInterfaceId,
      );
      expect(attached).toMatchObject({ SourceDestCheck: false });
    });

    it("runs the path monitor on one host, and the workload if there is one in the production subnet", async () => {
      const { AutoScalingGroups = [] } = await aws.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
      const sizes = AutoScalingGroups.map(({ AutoScalingGroupName: group, MinSize, MaxSize }) => ({
        group,
        MinSize,
        MaxSize,
      }));
      const { project, localZone } = deployment.environment;
      const monitor = { group: `${project}-${name}-path-monitor`, MinSize: 1, MaxSize: 1 };
      const workload = { group: `${project}-${name}-zone-workload`, MinSize: 2, MaxSize: 4 };
      expect(sizes).toHaveLength(localZone?.workload ? 2 : 1);
      expect(sizes).toEqual(expect.arrayContaining(localZone?.workload ? [monitor, workload] : [monitor]));
    });

    it("has an alarm for each BGP session, and a dashboard", async () => {
      const { project, localZone } = deployment.environment;
      const { MetricAlarms = [] } = await aws.cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: `${project}-${name}-path-virtual-interface-down` }),
      );
      expect(MetricAlarms).toHaveLength(localZone?.directConnect.virtualInterfaces.length ?? 0);
      const { DashboardEntries = [] } = await aws.cloudWatch.send(new ListDashboardsCommand({}));
      expect(DashboardEntries.map(({ DashboardName }) => DashboardName)).toEqual([`${project}-${name}-local-zone`]);
    });

    it("leaves no resources after a destroy", async () => {
      await deployment.destroy();
      const { Vpcs } = await aws.ec2.send(
        new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["false"] }] }),
      );
      const { Addresses } = await aws.ec2.send(new DescribeAddressesCommand({}));
      expect([Vpcs, Addresses].map((found) => found ?? [])).toEqual([[], []]);
    });
  });
}
