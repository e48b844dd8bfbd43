import { type AttributeValue, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { BoundedTable } from "../shared/dynamodb";
import { tooLarge } from "./model/item-size";
import { ATTRIBUTES, type StoredItem, writeOf } from "./model/stored-item";

/** The region's replica of the table. */
export class ItemTable {
  private readonly table: BoundedTable;
  private readonly name: string;

  constructor(table: BoundedTable, name: string) {
    this.table = table;
    this.name = name;
  }

  /**
   * The item as this region knows it. Strongly consistent, twice the price of a read that is not: who has just written
   * here reads what they wrote. Other regions' writes arrive when replication brings them, whatever this says.
   */
  async read(id: string): Promise<StoredItem | undefined> {
    const command = new GetItemCommand({
      TableName: this.name,
      Key: { [ATTRIBUTES.id]: { S: id } },
      ConsistentRead: true,
    });
    const { Item } = await this.table.send((client, options) => client.send(command, options));
    return Item as StoredItem | undefined;
  }

  /**
   * Writes `item` over `standing` and over nothing else: undefined stands for an id that is not taken.
   *
   * @returns false, with nothing written, when another write holds the id in this region
   * @throws Problem 413 when DynamoDB finds the item too large after all
   */
  async write(item: StoredItem, standing: StoredItem | undefined): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: this.name,
      Item: item as Record<string, AttributeValue>,
      ...conditionOf(standing),
    });
    try {
      await this.table.send((client, options) => client.send(command, options));
      return true;
    } catch (error) {
      if (!(error instanceof Error)) {
        throw error;
      }
      if (error.name === "ConditionalCheckFailedException") {
        return false;
      }
      if (error.name === "ValidationException" && /item size/i.test(error.message)) {
        throw tooLarge();
      }
      throw error;
    }
  }

  /** Reads one key by the cheapest read there is: answers at all, or throws. */
  async probe(id: string): Promise<void> {
    const command = new GetItemCommand({
      TableName: this.name,
      Key: { [ATTRIBUTES.id]: { S: id } },
      ProjectionExpression: ATTRIBUTES.id,
    });
    await this.table.send((client, options) => client.send(command, options));
  }
}

function conditionOf(standing: StoredItem | undefined) {
  if (!standing) {
    return {
      ConditionExpression: "attribute_not_exists(#id)",
      ExpressionAttributeNames: { "#id": ATTRIBUTES.id },
    };
  }
  const write = writeOf(standing);
  if (write === undefined) {
    return {
      ConditionExpression: "attribute_exists(#id) AND attribute_not_exists(#write)",
      ExpressionAttributeNames: { "#id": ATTRIBUTES.id, "#write": ATTRIBUTES.write },
    };
  }
  return {
    ConditionExpression: "#write = :write",
    ExpressionAttributeNames: { "#write": ATTRIBUTES.write },
    ExpressionAttributeValues: { ":write": { S: write } },
  };
}
