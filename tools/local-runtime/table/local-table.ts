import { canonicalDecimal } from "../../../lambdas/items/model/decimal";
import type { ItemJson } from "./item-write";

/** Type of a key attribute: string or number. */
type KeyType = "S" | "N";

/** A table. */
export interface LocalTable {
  /** Name of the table. */
  readonly name: string;
  /** Name of the partition key. */
  readonly partitionKey: string;
  /** @default "S" */
  readonly partitionKeyType?: KeyType;
  /** @default the table has a partition key only */
  readonly sortKey?: { readonly name: string; readonly type: KeyType };
}

/** Input of `CreateTable`. */
export function creationOf({ name, partitionKey, partitionKeyType = "S", sortKey }: LocalTable): object {
  const attributes = [{ name: partitionKey, type: partitionKeyType }, ...(sortKey ? [sortKey] : [])];
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: attributes.map((it) => ({ AttributeName: it.name, AttributeType: it.type })),
    KeySchema: attributes.map((it, index) => ({ AttributeName: it.name, KeyType: index === 0 ? "HASH" : "RANGE" })),
  };
}

/** The key of an item, or undefined if an attribute is missing. */
export function keyOf({ partitionKey, sortKey }: LocalTable, item: ItemJson | undefined): ItemJson | undefined {
  const names = [partitionKey, ...(sortKey ? [sortKey.name] : [])];
  const found = names.flatMap((name) => (item?.[name] ? [[name, item[name]] as const] : []));
  return found.length === names.length ? Object.fromEntries(found) : undefined;
}

/** Identifies an item across tables. Numbers that are equal identify the same item, e.g. `1` and `1.0`. */
export function placeOf(table: string, key: ItemJson): string {
  const values = Object.values(key).flatMap((value) => Object.entries(value)[0] ?? []);
  return JSON.stringify([table, ...values.map((value, index) => (values[index - 1] === "N" ? decimal(value) : value))]);
}

function decimal(value: unknown): string {
  return canonicalDecimal(String(value)) ?? String(value);
}
