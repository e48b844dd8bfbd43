import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateAliasCommand, LambdaClient } from "@aws-sdk/client-lambda";
import dev from "../../../config/dev";
import { parseEnvironment } from "../../../config/schema";
import { AwsTarget } from "../../../tools/drill/aws/aws-target";
import { EvacuationFault } from "../../../tools/drill/aws/evacuation-fault";
import type { PlannedRegion } from "../../../tools/evacuate/evacuation-plan";
import { EmulatedAws } from "./emulated";
import { publishFunction } from "./published-function";

const REGIONS = ["eu-west-1", "eu-central-1"];
const TableName = "MyGlobalTable";
const aws = new EmulatedAws();
const before = { ...process.env };

const plan: PlannedRegion[] = REGIONS.map((region, index) => ({
  region,
  routed: true,
  switch: {
    type: "metric",
    hostRegion: `${REGIONS[1 - index]}`,
    alarmName: `${region}-evacuation`,
    namespace: "Tierra/Evacuation",
    metricName: "Evacuated",
    dimensions: { Backend: "project-x-dev-items", Region: region },
  },
}));

let target: AwsTarget;

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.emulator.url,
    AWS_ACCESS_KEY_ID: "111111111111",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  for (const region of REGIONS) {
    const lambda = new LambdaClient(aws.config("111111111111", region));
    const FunctionName = `project-x-dev-items-${region}-health`;
    await publishFunction(aws, lambda, FunctionName, { STATUS: "200" });
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
    await new DynamoDBClient(aws.config("111111111111", region)).send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "item_id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "item_id", KeyType: "HASH" }],
      }),
    );
  }
  target = new AwsTarget({
    environment: parseEnvironment(dev, "config/dev.ts"),
    regions: REGIONS.map((name) => ({ name, url: `https://${name}.api.dev.example.com`, routed: true })),
    sharedUrl: "https://api.dev.example.com",
    tableName: TableName,
    plan,
    health: {
      read: async ({ region }) => ({ endpoint: region === "eu-west-1", notEvacuated: true, record: undefined }),
    },
    evacuation: new EvacuationFault(plan, { set: async () => undefined }, "project-x-dev-items"),
  });
});

afterAll(() => {
  process.env = before;
});

const fault = (scenario: "region" | "writes" | "evacuate" | "replication") => ({
  id: "k3v9x2ab",
  scenario,
  region: "eu-west-1",
});

describe("the faults of a drill on the emulated AWS", () => {
  it("has none before a drill", async () => {
    expect(await target.faults()).toEqual([]);
  });

  it.each([
    ["region", "unknown"],
    ["writes", "k3v9x2ab"],
    ["evacuate", "unknown"],
  ] as const)("causes a %s fault, finds it without a record, and ends it, also twice", async (scenario, id) => {
    await target.prepare(fault(scenario));
    await target.fail(fault(scenario));
    await target.repeat(fault(scenario), true);
    expect(await target.faults()).toEqual([{ id, scenario, region: "eu-west-1" }]);
    await target.restore(fault(scenario));
    await target.restore(fault(scenario));
    expect(await target.faults()).toEqual([]);
  });

  it("observes the health of the records by both checks, and the alarms", async () => {
    const { regions, alarms } = await target.observe();
    expect(regions.map(({ name, healthy }) => [name, healthy])).toEqual([
      ["eu-west-1", true],
      ["eu-central-1", false],
    ]);
    expect(alarms).toEqual([]);
  });

  it("refuses a pause of replication without a role", async () => {
    await expect(target.prepare(fault("replication"))).rejects.toThrow(
      "--fis-role must be given for the scenario replication, got nothing",
    );
  });
});
