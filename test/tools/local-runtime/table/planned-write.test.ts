import { plannedWrites, processed } from "../../../../tools/local-runtime/table/planned-write";

const TABLES = new Map([["Items", { name: "Items", partitionKey: "id" }]]);
const put = (id: string) => ({ PutRequest: { Item: { id: { S: id } } } });
const remove = (id: string) => ({ DeleteRequest: { Key: { id: { S: id } } } });

describe("processed", () => {
  it("leaves out the writes that a batch returns as unprocessed", () => {
    const text = JSON.stringify({ RequestItems: { Items: [put("a"), remove("b"), put("c")] } });
    const planned = plannedWrites("BatchWriteItem", text, TABLES);
    const ids = (body: object) => processed(planned, JSON.stringify(body), TABLES).map(({ key }) => key.id?.S);
    expect(ids({})).toEqual(["a", "b", "c"]);
    expect(ids({ UnprocessedItems: { Items: [remove("b"), put("c")] } })).toEqual(["a"]);
  });
});

describe("plannedWrites", () => {
  it.each([
    ["text that is not JSON", "PutItem", "{"],
    ["an unknown table", "PutItem", JSON.stringify({ TableName: "Other", Item: { id: { S: "a" } } })],
    ["no key", "DeleteItem", JSON.stringify({ TableName: "Items", Key: {} })],
  ])("has no write for %s", (_what, action, text) => {
    expect(plannedWrites(action, text, TABLES)).toEqual([]);
  });
});
