import { RegionalTable } from "../../../modules/storage/regional-table";

const TABLE = { name: "items", arn: "arn:table", region: "eu-west-1" };
const GET = { sid: "UseTable", actions: ["dynamodb:GetItem"], resources: ["arn:table"] };

describe("RegionalTable", () => {
  const table = new RegionalTable(TABLE);
  const encrypted = new RegionalTable({ ...TABLE, kmsKeyArn: "arn:key" });

  it("stands alone: required props only", () => {
    expect(table.readStatements()).toEqual([GET]);
  });

  it("lets a caller read items, but not write them", () => {
    expect(table.readStatements().flatMap(({ actions }) => actions)).toEqual(["dynamodb:GetItem"]);
  });

  it("lets a caller read and write the items of the given partition keys only", () => {
    const keys = (...values: string[]) => ({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": values } });
    expect(table.keyedStatements({ read: ["a", "b"], write: ["a"] })).toEqual([
      { ...GET, sid: "ReadItems", conditions: keys("a", "b") },
      { ...GET, sid: "WriteItems", actions: ["dynamodb:PutItem"], conditions: keys("a") },
    ]);
    expect(encrypted.keyedStatements({ read: [], write: [] })[2]).toEqual(encrypted.writeStatements()[1]);
  });

  it("lets a caller write items with the actions that it names for an endpoint", () => {
    expect(table.writeStatements()).toEqual([{ ...GET, actions: table.actions }]);
    expect(table.actions).toEqual(["dynamodb:GetItem", "dynamodb:PutItem"]);
  });

  it("lets a caller use a customer managed key through DynamoDB of the region only", () => {
    const conditions = { StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } };
    const [, read] = encrypted.readStatements();
    expect(read).toEqual({
      sid: "UseTableKey",
      actions: ["kms:Decrypt", "kms:DescribeKey"],
      resources: ["arn:key"],
      conditions,
    });
    const [, write] = encrypted.writeStatements();
    expect(write).toMatchObject({ resources: ["arn:key"], conditions });
    expect(write?.actions).toEqual(expect.arrayContaining(["kms:Encrypt", "kms:GenerateDataKey"]));
  });
});
