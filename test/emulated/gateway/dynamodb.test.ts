import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
const TableName = "items";
let ireland: DynamoDBClient;
let virginia: DynamoDBClient;

beforeEach(async () => {
  await aws.emulator.reset();
  ireland = new DynamoDBClient(aws.config());
  virginia = new DynamoDBClient(aws.config("111111111111", "us-east-1"));
  await ireland.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: "item_id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "item_id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
});

const update = (client: DynamoDBClient, change: object) =>
  client.send(new UpdateTableCommand({ TableName, ReplicaUpdates: [change] }));
const describeTable = async (client: DynamoDBClient) =>
  (await client.send(new DescribeTableCommand({ TableName }))).Table;

describe("a replica", () => {
  it("is a table in its region with the same key and a stream, and both list each other", async () => {
    const { TableDescription } = await update(ireland, { Create: { RegionName: "us-east-1" } });
    expect(TableDescription?.Replicas).toEqual([{ RegionName: "us-east-1", ReplicaStatus: "ACTIVE" }]);
    expect(await describeTable(virginia)).toMatchObject({
      TableArn: "arn:aws:dynamodb:us-east-1:111111111111:table/items",
      TableStatus: "ACTIVE",
      KeySchema: [{ AttributeName: "item_id", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      GlobalTableVersion: "2019.11.21",
      Replicas: [{ RegionName: "eu-west-1" }],
    });
  });

  it("has a KMS key of its region", async () => {
    const KMSMasterKeyId = "arn:aws:kms:us-east-1:111111111111:key/1";
    await update(ireland, { Create: { RegionName: "us-east-1", KMSMasterKeyId } });
    expect((await describeTable(ireland))?.Replicas).toMatchObject([{ KMSMasterKeyId }]);
    expect((await describeTable(virginia))?.SSEDescription).toMatchObject({ KMSMasterKeyArn: KMSMasterKeyId });
  });

  it("has its own backups and deletion protection", async () => {
    await update(ireland, { Create: { RegionName: "us-east-1" } });
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await virginia.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    const status = async (client: DynamoDBClient) => {
      const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
      return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    };
    expect([await status(ireland), await status(virginia)]).toEqual(["DISABLED", "ENABLED"]);
    await virginia.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
    const protection = async (client: DynamoDBClient) => (await describeTable(client))?.DeletionProtectionEnabled;
    expect([await protection(ireland), await protection(virginia)]).toEqual([false, true]);
  });

  it("can be deleted, and the table is no longer global", async () => {
    await update(ireland, { Create: { RegionName: "us-east-1" } });
    await update(ireland, { Delete: { RegionName: "us-east-1" } });
    await expect(describeTable(virginia)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    expect(await describeTable(ireland)).not.toHaveProperty("Replicas");
  });

  it("is removed from the global table when it is deleted as a table", async () => {
    await update(ireland, { Create: { RegionName: "us-east-1" } });
    await virginia.send(new DeleteTableCommand({ TableName }));
    expect(await describeTable(ireland)).not.toHaveProperty("Replicas");
  });

  it("cannot be created if a table exists, or deleted if there is none", async () => {
    await update(ireland, { Create: { RegionName: "us-east-1" } });
    const refused = { name: "ValidationException" };
    await expect(update(ireland, { Create: { RegionName: "us-east-1" } })).rejects.toMatchObject(refused);
    await expect(update(ireland, { Delete: { RegionName: "us-west-2" } })).rejects.toMatchObject(refused);
    await expect(update(new DynamoDBClient(aws.config("222222222222")), { Create: {} })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});
