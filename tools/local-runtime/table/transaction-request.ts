import { type DynamoDbAnswer, failure } from "./dynamodb-answer";
import type { ItemJson } from "./item-write";
import type { LocalTable } from "./local-table";
import { type PlannedWrite, plan } from "./planned-write";

/** Greatest number of actions. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MOST_ACTIONS = 100;

const KINDS = { Put: "PutItem", Update: "UpdateItem", Delete: "DeleteItem", ConditionCheck: "ConditionCheck" } as const;

/** One action of a transaction. */
export interface TransactionAction extends PlannedWrite {
  readonly action: (typeof KINDS)[keyof typeof KINDS];
  readonly input: Readonly<Record<string, unknown>>;
}

/** A valid request. */
export interface TransactionRequest {
  readonly token: string | undefined;
  readonly actions: readonly TransactionAction[];
  /** The actions as text, to compare requests with one token. */
  readonly content: string;
}

/** Reads a request of TransactWriteItems. Returns DynamoDB's error for an invalid one. */
export function readTransaction(
  text: string,
  tables: ReadonlyMap<string, LocalTable>,
): TransactionRequest | DynamoDbAnswer {
  let body: { TransactItems?: unknown; ClientRequestToken?: string };
  try {
    body = JSON.parse(text);
  } catch {
    return failure(400, "SerializationException", "the request is not JSON");
  }
  const items = Array.isArray(body?.TransactItems) ? (body.TransactItems as Record<string, unknown>[]) : [];
  if (items.length === 0 || items.length > MOST_ACTIONS) {
    return invalid(`TransactItems must have 1 to ${MOST_ACTIONS} actions, got ${items.length}`);
  }
  const actions: TransactionAction[] = [];
  for (const item of items) {
    const read = readAction(item, tables);
    if ("status" in read) {
      return read;
    }
    actions.push(read);
  }
  if (new Set(actions.map(({ place }) => place)).size < actions.length) {
    return invalid("Transaction request cannot include multiple operations on one item");
  }
  return { token: body.ClientRequestToken, actions, content: JSON.stringify(items) };
}

function readAction(
  item: Record<string, unknown> | null,
  tables: ReadonlyMap<string, LocalTable>,
): TransactionAction | DynamoDbAnswer {
  const [[kind, input] = [], ...others] = Object.entries(item ?? {});
  const action = KINDS[kind as keyof typeof KINDS];
  if (!action || others.length > 0 || typeof input !== "object" || !input) {
    return invalid("TransactItems can only contain one of ConditionCheck, Put, Update or Delete");
  }
  const named = input as { TableName?: string; Key?: ItemJson; Item?: ItemJson };
  if (!tables.has(named.TableName ?? "")) {
    return failure(400, "ResourceNotFoundException", "Requested resource not found");
  }
  const [planned] = plan(action, named, tables);
  return planned
    ? { ...planned, action, input: { ...input } }
    : invalid("The provided key element does not match the schema");
}

function invalid(message: string): DynamoDbAnswer {
  return failure(400, "ValidationException", message);
}
