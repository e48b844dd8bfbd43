import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  AddTagsToResourceCommand,
  CreateDBClusterCommand,
  CreateDBProxyCommand,
  CreateDBProxyEndpointCommand,
  DeleteDBProxyEndpointCommand,
  DescribeDBClustersCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyEndpointsCommand,
  ListTagsForResourceCommand,
  ModifyDBProxyCommand,
  ModifyDBProxyEndpointCommand,
  RDSClient,
  RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-rds";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let rds: RDSClient;
let VpcSubnetIds: string[];

beforeEach(async () => {
  await aws.emulator.reset();
  rds = new RDSClient(aws.config());
  const ec2 = new EC2Client(aws.config());
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.11.0.0/16" }));
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: "10.11.192.0/20" }));
  VpcSubnetIds = [Subnet?.SubnetId ?? ""];
});

describe("Aurora clusters", () => {
  it("have no scaling configuration of Serverless v1 if they are provisioned", async () => {
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: "aurora",
        Engine: "aurora-mysql",
        MasterUsername: "master",
        ManageMasterUserPassword: true,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
      }),
    );
    const { DBClusters } = await rds.send(new DescribeDBClustersCommand({}));
    expect(DBClusters?.[0]?.ScalingConfigurationInfo).toBeUndefined();
    expect(DBClusters?.[0]?.ServerlessV2ScalingConfiguration).toMatchObject({ MinCapacity: 0.5, MaxCapacity: 4 });
  });
});

describe("a proxy", () => {
  const DBProxyName = "aurora";
  const auth = (secret: string) => [
    { AuthScheme: "SECRETS" as const, SecretArn: secret, IAMAuth: "REQUIRED" as const },
  ];

  beforeEach(async () => {
    await rds.send(
      new CreateDBProxyCommand({
        DBProxyName,
        EngineFamily: "MYSQL",
        Auth: auth("arn:old"),
        RoleArn: "arn:aws:iam::111111111111:role/proxy",
        VpcSubnetIds,
        RequireTLS: true,
      }),
    );
  });

  it("changes the secrets that it reads, and nothing else", async () => {
    const before = (await rds.send(new DescribeDBProxiesCommand({}))).DBProxies?.[0];
    const { DBProxy } = await rds.send(new ModifyDBProxyCommand({ DBProxyName, Auth: auth("arn:new") }));
    expect(DBProxy).toEqual({
      ...before,
      Auth: [expect.objectContaining({ SecretArn: "arn:new", IAMAuth: "REQUIRED" })],
    });
    expect((await rds.send(new DescribeDBProxiesCommand({ DBProxyName }))).DBProxies).toEqual([DBProxy]);
  });

  it("changes its settings", async () => {
    const change = { IdleClientTimeout: 60, RequireTLS: false, SecurityGroups: ["sg-1", "sg-2"] };
    const { DBProxy } = await rds.send(new ModifyDBProxyCommand({ DBProxyName, ...change }));
    expect(DBProxy).toMatchObject({
      IdleClientTimeout: 60,
      RequireTLS: false,
      VpcSecurityGroupIds: ["sg-1", "sg-2"],
      Auth: [{ SecretArn: "arn:old" }],
    });
  });

  it("must exist", async () => {
    const change = rds.send(new ModifyDBProxyCommand({ DBProxyName: "other", RequireTLS: true }));
    await expect(change).rejects.toMatchObject({ name: "DBProxyNotFoundFault" });
  });
});

describe("endpoints of a proxy", () => {
  const DBProxyEndpointName = "aurora-read-only";
  const endpoint = { DBProxyName: "aurora", DBProxyEndpointName };

  beforeEach(async () => {
    await rds.send(
      new CreateDBProxyCommand({
        DBProxyName: "aurora",
        EngineFamily: "MYSQL",
        Auth: [{ AuthScheme: "SECRETS", SecretArn: "arn:secret", IAMAuth: "REQUIRED" }],
        RoleArn: "arn:aws:iam::111111111111:role/proxy",
        VpcSubnetIds,
      }),
    );
  });

  const create = () =>
    rds.send(
      new CreateDBProxyEndpointCommand({
        ...endpoint,
        VpcSubnetIds,
        VpcSecurityGroupIds: ["sg-1"],
        TargetRole: "READ_ONLY",
        Tags: [{ Key: "Name", Value: "x" }],
      }),
    );
  const describeOne = async () => (await rds.send(new DescribeDBProxyEndpointsCommand(endpoint))).DBProxyEndpoints?.[0];

  it("return the values of their creation", async () => {
    await create();
    expect(await describeOne()).toMatchObject({
      ...endpoint,
      Status: "available",
      TargetRole: "READ_ONLY",
      VpcSubnetIds,
      VpcSecurityGroupIds: ["sg-1"],
      IsDefault: false,
      Endpoint: expect.stringContaining(".eu-west-1.rds.amazonaws.com"),
      VpcId: expect.stringMatching(/^vpc-/),
    });
  });

  it("change their security groups and tags", async () => {
    const { DBProxyEndpoint } = await create();
    const ResourceName = DBProxyEndpoint?.DBProxyEndpointArn;
    await rds.send(new ModifyDBProxyEndpointCommand({ ...endpoint, VpcSecurityGroupIds: ["sg-2"] }));
    expect(await describeOne()).toMatchObject({ VpcSecurityGroupIds: ["sg-2"], TargetRole: "READ_ONLY" });
    await rds.send(new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key: "Team", Value: "y" }] }));
    await rds.send(new RemoveTagsFromResourceCommand({ ResourceName, TagKeys: ["Name"] }));
    const { TagList } = await rds.send(new ListTagsForResourceCommand({ ResourceName }));
    expect(TagList).toEqual([{ Key: "Team", Value: "y" }]);
  });

  it("have unique names, require a proxy, and are not found after deletion", async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ name: "DBProxyEndpointAlreadyExistsFault" });
    const lost = { ...endpoint, DBProxyName: "nobody", DBProxyEndpointName: "other", VpcSubnetIds };
    await expect(rds.send(new CreateDBProxyEndpointCommand(lost))).rejects.toMatchObject({
      name: "DBProxyNotFoundFault",
    });
    await rds.send(new DeleteDBProxyEndpointCommand({ DBProxyEndpointName }));
    await expect(describeOne()).rejects.toMatchObject({ name: "DBProxyEndpointNotFoundFault" });
  });
});
