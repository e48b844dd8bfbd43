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
   * The region's current item. The read is strongly consistent, at twice the price of an eventually consistent one, so that
   * callers read their own writes. Writes of other regions are visible after replication.
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
   * Replaces `standing`, which is undefined for a free ID, by `item`.
   *
   * @returns false, without a write, when the region has another item under the ID
   * @throws Problem 413 when the item is too large for DynamoDB
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
