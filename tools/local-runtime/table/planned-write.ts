import type { ItemJson } from "./item-write";
import { keyOf, type LocalTable, placeOf } from "./local-table";

/** One item that a request changes. */
export interface PlannedWrite {
  readonly table: LocalTable;
  readonly key: ItemJson;
  readonly place: string;
  /** The item that is stored if the request succeeds: undefined for a deletion, `unknown` for an update. */
  readonly item: ItemJson | undefined | "unknown";
}

type Tables = ReadonlyMap<string, LocalTable>;

/** The parts of a request that name its items. */
interface WriteInput {
  readonly TableName?: string;
  readonly Key?: ItemJson;
  readonly Item?: ItemJson;
  readonly RequestItems?: Readonly<Record<string, readonly BatchRequest[]>>;
}

interface BatchRequest {
  readonly PutRequest?: { readonly Item?: ItemJson };
  readonly DeleteRequest?: { readonly Key?: ItemJson };
}

/** The items that PutItem, UpdateItem, DeleteItem or BatchWriteItem changes. Empty if the request is invalid. */
export function plannedWrites(action: string, text: string, tables: Tables): PlannedWrite[] {
  try {
    const input = JSON.parse(text) as WriteInput;
    return action === "BatchWriteItem" ? batch(input, tables) : plan(action, input, tables);
  } catch {
    return [];
  }
}

/** The item of one action. Empty if the table or the key is unknown. */
export function plan(action: string, { TableName, Key, Item }: WriteInput, tables: Tables): PlannedWrite[] {
  const table = tables.get(TableName ?? "");
  const key = table && keyOf(table, action === "PutItem" ? Item : Key);
  if (!key) {
    return [];
  }
  const item = action === "PutItem" ? Item : action === "DeleteItem" ? undefined : "unknown";
  return [{ table, key, place: placeOf(table.name, key), item }];
}

/** The items of `planned` that a response of BatchWriteItem does not return as unprocessed. */
export function processed(planned: readonly PlannedWrite[], body: string, tables: Tables): PlannedWrite[] {
  const { UnprocessedItems } = JSON.parse(body) as { UnprocessedItems?: WriteInput["RequestItems"] };
  const left = new Set(batch({ RequestItems: UnprocessedItems ?? {} }, tables).map(({ place }) => place));
  return planned.filter(({ place }) => !left.has(place));
}

function batch({ RequestItems = {} }: WriteInput, tables: Tables): PlannedWrite[] {
  return Object.entries(RequestItems).flatMap(([TableName, requests]) =>
    requests.flatMap(({ PutRequest, DeleteRequest }) =>
      PutRequest
        ? plan("PutItem", { TableName, ...PutRequest }, tables)
        : plan("DeleteItem", { TableName, ...DeleteRequest }, tables),
    ),
  );
}
