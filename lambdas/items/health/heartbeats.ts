import { type AttributeValue, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { BoundedTable } from "../../shared/dynamodb";
import { RESERVED_PREFIX } from "../model/item-id";
import { ATTRIBUTES } from "../model/stored-item";

/** The latest proof that a region can write. Each region has one item, which only this region writes. */
export interface Heartbeat {
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
  /** Counts the heartbeats of one execution environment, from 1. */
  readonly sequence: number;
}

/** Key of a region's heartbeat. Callers of the API cannot read or write it, because it has the reserved prefix. */
export function heartbeatId(region: string): string {
  return `${RESERVED_PREFIX}_heartbeat_${region}`;
}

/** The heartbeats in the region's replica of the table. */
export class Heartbeats {
  private readonly table: BoundedTable;
  private readonly name: string;

  constructor(table: BoundedTable, name: string) {
    this.table = table;
    this.name = name;
  }

  /** Replaces the region's heartbeat. @throws Error when the table does not store it */
  async write({ region, writtenAt, sequence }: Heartbeat): Promise<void> {
    const command = new PutItemCommand({
      TableName: this.name,
      Item: {
        [ATTRIBUTES.id]: { S: heartbeatId(region) },
        region: { S: region },
        written_at: { N: String(writtenAt) },
        sequence: { N: String(sequence) },
      },
    });
    await this.table.send((client, options) => client.send(command, options));
  }

  /**
   * The heartbeat of a region as this region's replica has it. The read is strongly consistent, so that the age of another region's
   * heartbeat contains the delay of replication and no other.
   *
   * @throws Error when the table does not answer
   */
  async read(region: string): Promise<Heartbeat | undefined> {
    const command = new GetItemCommand({
      TableName: this.name,
      Key: { [ATTRIBUTES.id]: { S: heartbeatId(region) } },
      ConsistentRead: true,
    });
    const { Item } = await this.table.send((client, options) => client.send(command, options));
    return Item && { region, writtenAt: numberIn(Item.written_at), sequence: numberIn(Item.sequence) };
  }
}

function numberIn(value: AttributeValue | undefined): number {
  return Number(value?.N ?? 0);
}
