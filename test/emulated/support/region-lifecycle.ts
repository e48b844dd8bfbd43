import { GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { DescribeTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
  ListHealthChecksCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import type { AwsClients } from "./aws";
import type { Deployment } from "./deployment";
import { expectOnlyKnownDrift } from "./known-drift";
import { printedDeployments, withRegion } from "./region-states";

/** A deployed backend, available when the tests run. */
interface DeployedBackend {
  readonly deployment: () => Deployment;
  readonly aws: (region: string) => AwsClients;
  /** The name that the regions share. */
  readonly name: string;
  readonly regions: readonly string[];
}

const TableName = "MyGlobalTable";
const PROTECTED = { state: "drained", deletionProtection: false } as const;

/** Drains the last region, removes it, deletes its entry and adds it again. Every step ends with an empty plan of every stack. */
export function describeRegionLifecycle({ deployment, aws, name, regions }: DeployedBackend): void {
  const region = `${regions.at(-1)}`;
  const others = regions.slice(0, -1);
  const own = `${region}.${name}.`;

  describe(`${region}, from ${regions.length} to ${others.length} to ${regions.length} regions`, () => {
    it("is drained by a deployment of the routing stack, and stays deployed and checked", async () => {
      const drained = withRegion(deployment(), region, PROTECTED);
      await drained.deployOnly([drained.stack("routing").id, "--ignore-missing-stack-dependencies"]);
      await drained.deployOnly([drained.stack("table").id]);
      expect(await answers()).toEqual([...others].sort());
      expect((await records()).filter(({ Name }) => Name === own)).toHaveLength(2);
      expect(await checkedNames()).toContain(`${region}.${name}`);
      const { Table } = await aws(region).dynamodb.send(new DescribeTableCommand({ TableName }));
      expect(Table).toMatchObject({ DeletionProtectionEnabled: false, Replicas: others.map(() => expect.anything()) });
      expectOnlyKnownDrift(await drained.changes());
    });

    it("cannot be removed by deleting its entry, because Terraform still needs the provider", async () => {
      const deleted = withRegion(deployment(), region, "deleted");
      const table = deleted.stack("table");
      await deleted.init(table);
      const { code, stderr } = await deleted.inStack(table, ["plan", "-no-color"]);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringContaining("Provider configuration not present"),
      });
    });

    it("is removed by the commands that npm run regions prints", async () => {
      const removed = withRegion(deployment(), region, { ...PROTECTED, state: "removed" });
      for (const args of printedDeployments(removed)) {
        await removed.deployOnly(args);
      }
      expect(await answers()).toEqual([...others].sort());
      expect(await checkedNames()).toEqual(others.map((other) => `${other}.${name}`).sort());
      expect((await records()).filter(({ Name }) => Name?.includes(region))).toEqual([]);
      expect(await leftIn(region)).toEqual([[], [], [], []]);
      const { Table } = await aws(`${others[0]}`).dynamodb.send(new DescribeTableCommand({ TableName }));
      expect(Table?.Replicas?.map(({ RegionName }) => RegionName)).toEqual(others.slice(1));
      expectOnlyKnownDrift(await removed.changes());
    });

    it("needs no entry and no provider after it is removed", async () => {
      expectOnlyKnownDrift(await withRegion(deployment(), region, "deleted").changes());
    });

    it("is added again", async () => {
      await deployment().deploy();
      expect(await answers()).toEqual([...regions].sort());
      const { Table } = await aws(region).dynamodb.send(new DescribeTableCommand({ TableName }));
      expect(Table).toMatchObject({ DeletionProtectionEnabled: true, Replicas: others.map(() => expect.anything()) });
      expectOnlyKnownDrift(await deployment().changes());
    });

    async function records(): Promise<ResourceRecordSet[]> {
      const { route53 } = aws(`${others[0]}`);
      const { HostedZones = [] } = await route53.send(new ListHostedZonesCommand({}));
      const HostedZoneId = HostedZones[0]?.Id;
      const { ResourceRecordSets = [] } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
      return ResourceRecordSets;
    }

    /** Regions that the shared name answers with. */
    async function answers(): Promise<string[]> {
      const shared = (await records()).filter(({ Name, Type }) => Name === `${name}.` && Type === "A");
      return shared.map(({ SetIdentifier }) => `${SetIdentifier}`).sort();
    }

    async function checkedNames(): Promise<string[]> {
      const { HealthChecks = [] } = await aws(`${others[0]}`).route53.send(new ListHealthChecksCommand({}));
      const endpoints = HealthChecks.flatMap(
        ({ HealthCheckConfig }) => HealthCheckConfig?.FullyQualifiedDomainName ?? [],
      );
      return endpoints.sort();
    }

    async function leftIn(emptied: string): Promise<unknown[][]> {
      const { apiGateway, dynamodb, ec2, lambda } = aws(emptied);
      const Filters = [{ Name: "is-default", Values: ["false"] }];
      const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
      const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
      const { items = [] } = await apiGateway.send(new GetRestApisCommand({}));
      const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ Filters }));
      return [TableNames, Functions, items, Vpcs];
    }
  });
}
