import {
  CreateTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-dynamodb";
import { WriteDenial } from "../../../tools/drill/aws/write-denial";
import { type Emulator, startEmulator } from "../../../tools/emulator/start";

const TableName = "MyGlobalTable";
const OWN = { Sid: "Own", Effect: "Allow", Principal: { AWS: "*" }, Action: "dynamodb:GetItem", Resource: "*" };

let emulator: Emulator;
let dynamodb: DynamoDBClient;
let denial: WriteDenial;

beforeAll(async () => {
  emulator = await startEmulator();
  const credentials = { accessKeyId: "111111111111", secretAccessKey: "test" };
  dynamodb = new DynamoDBClient({ endpoint: emulator.url, region: "eu-west-1", credentials, maxAttempts: 1 });
  denial = new WriteDenial(dynamodb, TableName, async () => undefined);
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "item_id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "item_id", KeyType: "HASH" }],
    }),
  );
});

afterAll(() => emulator?.stop());

async function statements(): Promise<string[]> {
  const { Policy = "" } = await dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: await denial.tableArn() }));
  return (JSON.parse(Policy) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
}

describe("the denial of writes on the emulated AWS", () => {
  it("is in the table's policy during a drill, and found there", async () => {
    expect(await denial.drills()).toEqual([]);
    await denial.add("k3v9x2ab", ["items-create-item"], Date.now());
    expect(await statements()).toEqual(["TierraDrillk3v9x2ab"]);
    expect(await denial.drills()).toEqual(["k3v9x2ab"]);
  });

  it("is removed with the policy that has nothing else, also twice", async () => {
    await denial.remove();
    await denial.remove();
    await expect(statements()).rejects.toThrow(expect.objectContaining({ name: "PolicyNotFoundException" }));
  });

  it("keeps other statements of the policy", async () => {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [OWN] });
    await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn: await denial.tableArn(), Policy }));
    await denial.add("k3v9x2ab", ["items-create-item"], Date.now());
    expect(await statements()).toEqual(["Own", "TierraDrillk3v9x2ab"]);
    await denial.remove();
    expect(await statements()).toEqual(["Own"]);
  });
});
