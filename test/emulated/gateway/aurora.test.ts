import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  AddTagsToResourceCommand,
  CreateDBClusterCommand,
  CreateDBProxyCommand,
  CreateDBProxyEndpointCommand,
  DeleteDBProxyCommand,
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
  const auth = (SecretArn: string) => ({ AuthScheme: "SECRETS", SecretArn, IAMAuth: "REQUIRED" }) as const;
  const DBProxyName = "aurora";
  const create = () =>
    rds.send(
      new CreateDBProxyCommand({
        DBProxyName,
        EngineFamily: "MYSQL",
        Auth: [auth("arn:one")],
        RoleArn: "arn:aws:iam::111111111111:role/proxy",
        VpcSubnetIds,
      }),
    );
  const describeOne = async () => (await rds.send(new DescribeDBProxiesCommand({ DBProxyName }))).DBProxies?.[0];

  it("changes its users and settings, and keeps the others", async () => {
    await create();
    const { DBProxy } = await rds.send(
      new ModifyDBProxyCommand({ DBProxyName, Auth: [auth("arn:one"), auth("arn:two")], RequireTLS: true }),
    );
    await rds.send(new ModifyDBProxyCommand({ DBProxyName, NewDBProxyName: DBProxyName, IdleClientTimeout: 60 }));
    expect(DBProxy).toMatchObject({ DBProxyName, Auth: [auth("arn:one"), auth("arn:two")], RequireTLS: true });
    expect(await describeOne()).toMatchObject({
      Auth: [auth("arn:one"), auth("arn:two")],
      RequireTLS: true,
      IdleClientTimeout: 60,
      EngineFamily: "MYSQL",
      VpcSubnetIds,
    });
  });

  it("has no earlier changes when it is created again", async () => {
    await create();
    await rds.send(new ModifyDBProxyCommand({ DBProxyName, Auth: [auth("arn:two")], SecurityGroups: ["sg-2"] }));
    expect(await describeOne()).toMatchObject({ Auth: [auth("arn:two")], VpcSecurityGroupIds: ["sg-2"] });
    await rds.send(new DeleteDBProxyCommand({ DBProxyName }));
    await create();
    expect(await describeOne()).toMatchObject({ Auth: [auth("arn:one")] });
  });

  it("is not changed if it does not exist, and not renamed", async () => {
    await expect(rds.send(new ModifyDBProxyCommand({ DBProxyName: "nobody" }))).rejects.toMatchObject({
      name: "DBProxyNotFoundFault",
    });
    await create();
    await expect(rds.send(new ModifyDBProxyCommand({ DBProxyName, NewDBProxyName: "other" }))).rejects.toMatchObject({
      name: "NotImplemented",
    });
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
