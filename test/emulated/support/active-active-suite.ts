import {
  GetBasePathMappingsCommand,
  GetDomainNamesCommand,
  GetIntegrationCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStageCommand,
  type RestApi,
} from "@aws-sdk/client-api-gateway";
import { DescribeContinuousBackupsCommand, DescribeTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
  ListHealthChecksCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import type { ActiveActiveConfig } from "../../../config/schema";
import { type Emulator, startEmulator } from "../../../tools/emulator/start";
import { type AwsClients, awsClients } from "./aws";
import { Deployment } from "./deployment";
import { describeEvacuation } from "./evacuation-steps";
import { expectOnlyKnownDrift } from "./known-drift";
import { liftProtection } from "./protection";
import { describeRegionLifecycle } from "./region-lifecycle";
import { testRelease } from "./release-tests";
import { createStateBucket } from "./state-bucket";

/** Expected results of an environment's configuration in the emulated AWS. */
export interface ActiveActivePromises {
  readonly regions: readonly string[];
  readonly name: string;
  readonly stage: string;
  /** Functions of a region. With tokens there is also an authorizer. */
  readonly functions: readonly string[];
  readonly deletionProtection: boolean;
  /** Whether the suite also changes and releases functions. @default false */
  readonly release?: true;
  /** Whether the suite also evacuates a region and returns it. @default false */
  readonly evacuation?: boolean;
}

const TableName = "MyGlobalTable";

/** Deploys, checks, plans again and destroys the active-active backend of one environment. */
export function describeActiveActive(environment: string, promises: ActiveActivePromises): void {
  const { regions, name, stage } = promises;

  describe(`active-active in ${environment}`, () => {
    let emulator: Emulator;
    let deployment: Deployment;
    let config: ActiveActiveConfig;
    const clients = new Map<string, AwsClients>();
    const aws = (region: string) => clients.get(region) as AwsClients;
    const home = regions[0] as string;

    beforeAll(async () => {
      emulator = await startEmulator({ log: (line) => process.stderr.write(`${environment}: ${line}\n`) });
      deployment = await Deployment.of(environment, "active-active", emulator.url);
      config = deployment.environment.activeActive as ActiveActiveConfig;
      for (const region of regions) {
        clients.set(region, awsClients(emulator.url, deployment.environment.accountId, region));
      }
      await createStateBucket(deployment);
      await deployment.deploy();
    });

    afterAll(() => emulator?.stop());

    it("has a stack for the table, two for each region and one for the routing", () => {
      const parts = ["routing", "table", ...regions.map((region) => `region-${region}`)];
      expect(deployment.stacks.map(({ id }) => id).sort()).toEqual([
        ...regions.map((region) => `${environment}-account-${region}`).sort(),
        ...parts.map((part) => `${environment}-active-active-${part}`).sort(),
      ]);
    });

    it("plans no changes after the deployment", async () => {
      expectOnlyKnownDrift(await deployment.changes());
    });

    it.each(regions)("has the table in %s, with point-in-time recovery and all replicas", async (region) => {
      const { Table } = await aws(region).dynamodb.send(new DescribeTableCommand({ TableName }));
      expect(Table).toMatchObject({
        TableStatus: "ACTIVE",
        GlobalTableVersion: "2019.11.21",
        BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
        DeletionProtectionEnabled: promises.deletionProtection,
        SSEDescription: { Status: "ENABLED" },
      });
      const others = Table?.Replicas?.map(({ RegionName }) => RegionName).sort();
      expect(others).toEqual(regions.filter((other) => other !== region).sort());
      const { ContinuousBackupsDescription } = await aws(region).dynamodb.send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
        PointInTimeRecoveryStatus: "ENABLED",
      });
    });

    it.each(regions)("has the functions of %s in a network with a route to DynamoDB only", async (region) => {
      const { ec2, lambda } = aws(region);
      const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
      const names = Functions.map(({ FunctionName }) => FunctionName?.split(`${region}-`)[1]);
      expect(names.sort()).toEqual([...promises.functions].sort());
      for (const { VpcConfig, Environment } of Functions.filter((it) => it.Environment?.Variables?.TABLE_NAME)) {
        expect(VpcConfig?.SubnetIds).toHaveLength(config.regions.find((it) => it.name === region)?.zones.length ?? 0);
        expect(Environment?.Variables?.TABLE_NAME).toBe(TableName);
      }
      const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand({}));
      const vpcId = await closedVpc(region);
      expect(InternetGateways?.filter((it) => it.Attachments?.some(({ VpcId }) => VpcId === vpcId))).toEqual([]);
      const inVpc = [{ Name: "vpc-id", Values: [vpcId] }];
      const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters: inVpc }));
      expect(VpcEndpoints).toHaveLength(1);
      const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc }));
      const used = RouteTables.filter(({ Associations }) => Associations?.some(({ SubnetId }) => SubnetId));
      expect(VpcEndpoints[0]?.RouteTableIds?.sort()).toEqual(used.map(({ RouteTableId }) => RouteTableId).sort());
      const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({}));
      const ours = SecurityGroupRules.filter(({ Description }) => Description);
      expect(ours).toMatchObject([{ IsEgress: true, FromPort: 443, ToPort: 443, PrefixListId: expect.any(String) }]);
    });

    it.each(regions)("integrates the functions of the API's description in %s", async (region) => {
      const { apiGateway } = aws(region);
      const api = await restApi(region);
      expect(api).toMatchObject({ endpointConfiguration: { types: ["REGIONAL"] }, disableExecuteApiEndpoint: true });
      const restApiId = api.id ?? "";
      const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }));
      const routes: string[] = [];
      for (const { id: resourceId, path, resourceMethods = {} } of items) {
        for (const httpMethod of Object.keys(resourceMethods)) {
          const { uri } = await apiGateway.send(new GetIntegrationCommand({ restApiId, resourceId, httpMethod }));
          routes.push(
            `${httpMethod} ${path} ${/items-[a-z0-9-]+-\d-([a-z-]+):live\/invocations$/.exec(uri ?? "")?.[1]}`,
          );
        }
      }
      expect(routes.sort()).toEqual(["GET /health health", "GET /items/{item_id} get-item", "POST /items create-item"]);
    });

    it.each(regions)("limits, logs and traces the stage of %s", async (region) => {
      const { apiGateway } = aws(region);
      const { id: restApiId } = await restApi(region);
      const found = await apiGateway.send(new GetStageCommand({ restApiId, stageName: stage }));
      expect(found).toMatchObject({ tracingEnabled: true, accessLogSettings: { format: expect.any(String) } });
      expect(found.methodSettings?.["*/*"]?.throttlingRateLimit).toBe(500);
      expect(found.methodSettings?.["~1items~1{item_id}/GET"]?.throttlingBurstLimit).toBe(800);
    });

    it.each(regions)("has custom domain names for the API and for %s, with an empty base path", async (region) => {
      const { apiGateway } = aws(region);
      const { id: restApiId } = await restApi(region);
      const { items = [] } = await apiGateway.send(new GetDomainNamesCommand({}));
      expect(items.map(({ domainName }) => domainName).sort()).toEqual([name, `${region}.${name}`].sort());
      for (const { domainName, securityPolicy } of items) {
        expect(securityPolicy).toBe("TLS_1_2");
        const mappings = await apiGateway.send(new GetBasePathMappingsCommand({ domainName }));
        expect(mappings.items).toMatchObject([{ basePath: "(none)", restApiId, stage }]);
      }
    });

    it("has checks of each region's endpoint and evacuation, and one for both", async () => {
      const { HealthChecks = [] } = await aws(home).route53.send(new ListHealthChecksCommand({}));
      const configs = HealthChecks.map(({ HealthCheckConfig }) => HealthCheckConfig);
      const https = configs.filter((it) => it?.Type === "HTTPS");
      expect(https.map((it) => it?.FullyQualifiedDomainName).sort()).toEqual(
        regions.map((region) => `${region}.${name}`).sort(),
      );
      for (const check of https) {
        expect(check).toMatchObject({
          ResourcePath: "/health",
          RequestInterval: 10,
          FailureThreshold: 3,
          EnableSNI: true,
        });
      }
      const combined = configs.filter((it) => it?.Type === "CALCULATED");
      expect(combined.map((it) => [it?.HealthThreshold, it?.ChildHealthChecks?.length])).toEqual(
        regions.map(() => [2, 2]),
      );
      const followers = configs.filter((it) => it?.Type === "CLOUDWATCH_METRIC");
      const hosts = followers.map((it) => it?.AlarmIdentifier?.Region);
      expect(hosts.sort()).toEqual([...regions].sort());
      for (const follower of followers) {
        expect(follower?.InsufficientDataHealthStatus).toBe("LastKnownStatus");
        expect(follower?.AlarmIdentifier?.Name).not.toContain(follower?.AlarmIdentifier?.Region);
      }
    });

    it.each(["A", "AAAA"])("answers %s with the healthy region of the lowest latency", async (type) => {
      const { HealthChecks = [] } = await aws(home).route53.send(new ListHealthChecksCommand({}));
      const names = new Map(
        HealthChecks.map(({ Id, HealthCheckConfig }) => [Id, HealthCheckConfig?.FullyQualifiedDomainName]),
      );
      const children = new Map(
        HealthChecks.map(({ Id, HealthCheckConfig }) => [Id, HealthCheckConfig?.ChildHealthChecks ?? []]),
      );
      const shared = (await records()).filter(({ Name, Type }) => Name === `${name}.` && Type === type);
      expect(shared.map(({ SetIdentifier }) => SetIdentifier).sort()).toEqual([...regions].sort());
      for (const { SetIdentifier, Region, HealthCheckId, AliasTarget } of shared) {
        expect(Region).toBe(SetIdentifier);
        const checked = children.get(HealthCheckId)?.map((id) => names.get(id)) ?? [];
        expect(checked).toContain(`${SetIdentifier}.${name}`);
        const { items = [] } = await aws(`${SetIdentifier}`).apiGateway.send(new GetDomainNamesCommand({}));
        const target = items.find(({ domainName }) => domainName === name)?.regionalDomainName;
        expect(AliasTarget).toMatchObject({ EvaluateTargetHealth: true });
        expect(AliasTarget?.DNSName?.replace(/\.$/, "")).toBe(target);
      }
    });

    if (promises.evacuation) {
      describeEvacuation(() => ({ deployment, name, regions, clients: aws(home) }));
    }

    if (promises.release) {
      testRelease(home, () => ({ deployment, url: emulator.url }));
    }

    // With two regions, none can be removed.
    if (regions.length > 2) {
      describeRegionLifecycle({ deployment: () => deployment, aws, name, regions });
    }

    it("is destroyed completely", async () => {
      for (const region of regions) {
        await liftProtection(aws(region));
      }
      await deployment.destroy();
      for (const region of regions) {
        const { apiGateway, dynamodb, ec2, lambda } = aws(region);
        const { TableNames } = await dynamodb.send(new ListTablesCommand({}));
        const { Functions } = await lambda.send(new ListFunctionsCommand({}));
        const { items: apis } = await apiGateway.send(new GetRestApisCommand({}));
        const { items: names } = await apiGateway.send(new GetDomainNamesCommand({}));
        const { Vpcs } = await ec2.send(
          new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["false"] }] }),
        );
        expect([TableNames, Functions, apis, names, Vpcs].map((list) => list ?? [])).toEqual([[], [], [], [], []]);
      }
      const { HealthChecks } = await aws(home).route53.send(new ListHealthChecksCommand({}));
      const { HostedZones } = await aws(home).route53.send(new ListHostedZonesCommand({}));
      expect([HealthChecks, HostedZones]).toEqual([[], []]);
    });

    async function restApi(region: string): Promise<RestApi> {
      const { items = [] } = await aws(region).apiGateway.send(new GetRestApisCommand({}));
      expect(items).toHaveLength(1);
      return items[0] as RestApi;
    }

    async function closedVpc(region: string): Promise<string> {
      const { Vpcs = [] } = await aws(region).ec2.send(
        new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["false"] }] }),
      );
      expect(Vpcs).toHaveLength(1);
      return Vpcs[0]?.VpcId ?? "";
    }

    async function records(): Promise<ResourceRecordSet[]> {
      const { HostedZones = [] } = await aws(home).route53.send(new ListHostedZonesCommand({}));
      const HostedZoneId = HostedZones[0]?.Id;
      const { ResourceRecordSets = [] } = await aws(home).route53.send(
        new ListResourceRecordSetsCommand({ HostedZoneId }),
      );
      return ResourceRecordSets;
    }
  });
}
