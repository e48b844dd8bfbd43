import {
  BatchWriteItemCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { LocalDynamoDb } from "../../../../tools/local-runtime/table/local-dynamodb";
import type { LocalTable } from "../../../../tools/local-runtime/table/local-table";
import { Replication } from "../../../../tools/local-runtime/table/replication";

const ITEMS = "Items";
const EVENTS: LocalTable = {
  name: "Events",
  partitionKey: "stream",
  partitionKeyType: "N",
  sortKey: { name: "at", type: "N" },
};

describe("writes of clients", () => {
  let databases: LocalDynamoDb[];
  let here: LocalDynamoDb;
  let there: LocalDynamoDb;
  let replication: Replication;
  let client: DynamoDBClient;

  beforeEach(async () => {
    const tables = [{ name: ITEMS, partitionKey: "id" }, EVENTS];
    databases = await Promise.all(
      ["eu-west-1", "eu-central-1"].map((region) => LocalDynamoDb.start({ region, tables })),
    );
    [here, there] = databases as [LocalDynamoDb, LocalDynamoDb];
    replication = new Replication(databases, 1);
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    client = new DynamoDBClient({ region: "eu-west-1", endpoint: here.endpoint, credentials, maxAttempts: 1 });
  });
  afterEach(async () => {
    client.destroy();
    replication.close();
    await Promise.all(databases.map((database) => database.close()));
  });

  const put = (id: string, n = 1) =>
    here.client("PutItem", { TableName: ITEMS, Item: { id: { S: id }, n: { N: `${n}` } } });
  const transact = (...TransactItems: TransactWriteItem[]) =>
    client.send(new TransactWriteItemsCommand({ TransactItems }));
  /** Ids and numbers in the other region, after replication. */
  const replicated = async () => {
    await replication.settled();
    const [one, other] = await Promise.all(databases.map((database) => database.items(ITEMS)));
    expect(other).toEqual(one);
    return other?.map(({ id, n }) => `${id?.S} ${n?.N}`);
  };

  it("are replicated from PutItem, UpdateItem and DeleteItem", async () => {
    await put("a");
    await put("b");
    await here.client("UpdateItem", {
      TableName: ITEMS,
      Key: { id: { S: "a" } },
      UpdateExpression: "ADD n :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    });
    await here.client("DeleteItem", { TableName: ITEMS, Key: { id: { S: "b" } } });
    expect(await replicated()).toEqual(["a 2"]);
  });

  it("are not replicated if their condition fails", async () => {
    await put("a");
    await replication.settled();
    const ConditionExpression = "attribute_not_exists(id)";
    const answer = await here.client("PutItem", { TableName: ITEMS, Item: { id: { S: "a" } }, ConditionExpression });
    expect([answer.status, replication.pending]).toEqual([400, 0]);
  });

  it("are replicated from a batch", async () => {
    await put("old");
    const requests = [
      { PutRequest: { Item: { id: { S: "new" }, n: { N: "7" } } } },
      { DeleteRequest: { Key: { id: { S: "old" } } } },
    ];
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [ITEMS]: requests } }));
    expect(UnprocessedItems).toEqual({});
    expect(await replicated()).toEqual(["new 7"]);
  });

  it("are replicated in a table with numbers as keys, in which 1 and 1.0 are the same item", async () => {
    const event = (stream: string, at: string, text: string) => ({
      TableName: EVENTS.name,
      Item: { stream: { N: stream }, at: { N: at }, text: { S: text } },
    });
    for (const [stream, at, text] of [
      ["1", "10", "first"],
      ["1.0", "1e1", "second"],
      ["1", "11", "third"],
    ] as const) {
      expect(await here.client("PutItem", event(stream, at, text))).toMatchObject({ status: 200 });
    }
    await there.client("DeleteItem", { TableName: EVENTS.name, Key: { stream: { N: "1" }, at: { N: "99" } } });
    await replication.settled();
    const texts = (await there.items(EVENTS.name)).map(({ text }) => text?.S).sort();
    expect(texts).toEqual(["second", "third"]);
  });

  describe("in a transaction", () => {
    it("are all stored and replicated", async () => {
      await put("gone");
      await put("counted");
      await transact(
        { Put: { TableName: ITEMS, Item: { id: { S: "new" }, n: { N: "3" } } } },
        { Delete: { TableName: ITEMS, Key: { id: { S: "gone" } }, ConditionExpression: "attribute_exists(id)" } },
        {
          Update: {
            TableName: ITEMS,
            Key: { id: { S: "counted" } },
            UpdateExpression: "SET n = n + :two",
            ExpressionAttributeValues: { ":two": { N: "2" } },
          },
        },
        {
          ConditionCheck: {
            TableName: ITEMS,
            Key: { id: { S: "absent" } },
            ConditionExpression: "attribute_not_exists(id)",
          },
        },
      );
      expect(await replicated()).toEqual(["counted 3", "new 3"]);
    });

    it("are all refused if one condition fails, with the reason of each action and the item", async () => {
      await put("standing", 5);
      const error = await transact(
        { Put: { TableName: ITEMS, Item: { id: { S: "new" } } } },
        {
          Put: {
            TableName: ITEMS,
            Item: { id: { S: "standing" } },
            ConditionExpression: "attribute_not_exists(id)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
      ).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TransactionCanceledException);
      expect((error as TransactionCanceledException).CancellationReasons).toEqual([
        { Code: "None" },
        {
          Code: "ConditionalCheckFailed",
          Message: "The conditional request failed",
          Item: { id: { S: "standing" }, n: { N: "5" } },
        },
      ]);
      expect((error as Error).message).toContain("[None, ConditionalCheckFailed]");
      expect(await replicated()).toEqual(["standing 5"]);
    });

    it("are refused without the item if the request does not ask for it", async () => {
      await put("standing");
      const error = await transact({
        Delete: { TableName: ITEMS, Key: { id: { S: "standing" } }, ConditionExpression: "attribute_not_exists(id)" },
      }).catch((reason: unknown) => reason);
      expect((error as TransactionCanceledException).CancellationReasons).toEqual([
        { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
      ]);
    });

    it("are visible to reads all at once", async () => {
      const names = Array.from({ length: 20 }, (_, n) => `item-${n}`);
      const request = {
        TransactItems: names.map((id) => ({ Put: { TableName: ITEMS, Item: { id: { S: id } } } })),
      };
      let written = false;
      const writing = here.client("TransactWriteItems", request).then(() => {
        written = true;
      });
      const counts = new Set<number>();
      while (!written) {
        const { body } = await here.client("Scan", { TableName: ITEMS });
        counts.add(JSON.parse(body).Count);
      }
      await writing;
      expect([...counts].filter((count) => count !== 0 && count !== names.length)).toEqual([]);
      expect(await replicated()).toHaveLength(names.length);
    });

    it("are performed once for each token, and a token cannot be used for others", async () => {
      const send = (two: string) =>
        client.send(
          new TransactWriteItemsCommand({
            ClientRequestToken: "token",
            TransactItems: [
              {
                Update: {
                  TableName: ITEMS,
                  Key: { id: { S: "counter" } },
                  UpdateExpression: "ADD n :n",
                  ExpressionAttributeValues: { ":n": { N: two } },
                },
              },
            ],
          }),
        );
      await send("2");
      await send("2");
      await expect(send("3")).rejects.toThrow(
        expect.objectContaining({ name: "IdempotentParameterMismatchException" }),
      );
      expect(await replicated()).toEqual(["counter 2"]);
    });

    it("that compete for one item are performed one after the other", async () => {
      const add = (id: string, other: string) =>
        transact(
          ...[id, other].map((key) => ({
            Update: {
              TableName: ITEMS,
              Key: { id: { S: key } },
              UpdateExpression: "ADD n :one",
              ExpressionAttributeValues: { ":one": { N: "1" } },
            },
          })),
        );
      await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? add("a", "b") : add("b", "a"))));
      expect(await replicated()).toEqual(["a 10", "b 10"]);
    });

    it.each<[string, TransactWriteItem[], string]>([
      ["no action", [], "TransactItems must have 1 to 100 actions, got 0"],
      [
        "two actions on one item",
        [
          { Put: { TableName: ITEMS, Item: { id: { S: "a" } } } },
          { Delete: { TableName: ITEMS, Key: { id: { S: "a" } } } },
        ],
        "Transaction request cannot include multiple operations on one item",
      ],
      [
        "an unknown table",
        [{ Delete: { TableName: "Other", Key: { id: { S: "a" } } } }],
        "Requested resource not found",
      ],
      [
        "an invalid expression",
        [{ Put: { TableName: ITEMS, Item: { id: { S: "a" } }, ConditionExpression: "a b" } }],
        "Invalid ConditionExpression: Syntax error",
      ],
    ])("are refused with %s", async (_, items, message) => {
      await expect(transact(...items)).rejects.toThrow(message);
      expect(await replicated()).toEqual([]);
    });
  });

  it("of PartiQL are refused by name", async () => {
    const statement = new ExecuteStatementCommand({ Statement: `DELETE FROM "Items" WHERE id = 'a'` });
    await expect(client.send(statement)).rejects.toThrow(
      "ExecuteStatement is not emulated by the local runtime; use one",
    );
  });

  it("of more than 16 MiB are refused with 413", async () => {
    const headers = { "X-Amz-Target": "DynamoDB_20120810.PutItem" };
    const body = Buffer.alloc(16 * 1024 * 1024 + 1);
    const { status } = await fetch(here.endpoint, { method: "POST", headers, body });
    expect(status).toBe(413);
    expect(await put("after")).toMatchObject({ status: 200 });
  });
});
