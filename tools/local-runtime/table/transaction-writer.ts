import { DynaliteStore } from "./dynalite-store";
import { type DynamoDbAnswer, failure, success } from "./dynamodb-answer";
import type { ItemJson } from "./item-write";
import type { LocalTable } from "./local-table";
import { RememberedAnswers } from "./remembered-answers";
import { readTransaction, type TransactionAction } from "./transaction-request";
import type { Turns } from "./turns";

/** An action and the item that it leaves. */
type Result = Omit<TransactionAction, "item"> & { readonly item: ItemJson | undefined };

/** Reason of one action. `None` if the action is not a cause. */
interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: ItemJson;
}

const NONE: Reason = { Code: "None" };

/**
 * TransactWriteItems, which dynalite lacks. The actions are tried on copies of their items in a second dynalite, so that its conditions
 * and expressions apply. Only if all succeed, their results are stored.
 *
 * A transaction is atomic in its own region only. Its writes are replicated one by one.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-global-table-design.html ("Items are replicated individually")
 */
export class TransactionWriter {
  private readonly tables: ReadonlyMap<string, LocalTable>;
  private readonly store: DynaliteStore;
  private readonly turns: Turns;
  private readonly report: (writes: readonly Result[]) => void;
  private readonly remembered = new RememberedAnswers();
  private trial: Promise<DynaliteStore> | undefined;
  private storing: Promise<unknown> | undefined;

  /** @param report called in the items' turns, after all writes are stored */
  constructor(
    tables: ReadonlyMap<string, LocalTable>,
    store: DynaliteStore,
    turns: Turns,
    report: (writes: readonly Result[]) => void,
  ) {
    this.tables = tables;
    this.store = store;
    this.turns = turns;
    this.report = report;
  }

  async write(text: string): Promise<DynamoDbAnswer> {
    const request = readTransaction(text, this.tables);
    if ("status" in request) {
      return request;
    }
    const { token, content, actions } = request;
    return this.remembered.answer(token, content, () =>
      this.turns.run(
        actions.map(({ place }) => place),
        () => this.perform(actions),
      ),
    );
  }

  /** Waits while the items of a transaction are stored. */
  async visible(): Promise<void> {
    while (this.storing) {
      await this.storing;
    }
  }

  private async perform(actions: readonly TransactionAction[]): Promise<DynamoDbAnswer> {
    this.trial ??= this.startTrial();
    const trial = await this.trial;
    const results = await Promise.all(actions.map((action) => this.attempt(trial, action)));
    const broken = results.find((result) => "status" in result);
    if (broken && "status" in broken) {
      return broken;
    }
    const reasons = results.map((result) => ("Code" in result ? result : NONE));
    if (reasons.some((reason) => reason !== NONE)) {
      const list = reasons.map(({ Code }) => Code).join(", ");
      const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${list}]`;
      return failure(400, "TransactionCanceledException", message, { CancellationReasons: reasons });
    }
    const writes = (results as Result[]).filter(({ action }) => action !== "ConditionCheck");
    await this.storeAll(writes);
    this.report(writes);
    return success({});
  }

  /** Tries an action on a copy of its item. Returns the result, the reason of a failure, or the error of an invalid request. */
  private async attempt(trial: DynaliteStore, it: TransactionAction): Promise<Result | Reason | DynamoDbAnswer> {
    const key = { TableName: it.table.name, Key: it.key };
    const before = await read(this.store, key);
    if (before) {
      await trial.call("PutItem", { TableName: it.table.name, Item: before });
    }
    const { ReturnValuesOnConditionCheckFailure: returned, ...input } = it.input;
    // An update without an expression evaluates the condition and leaves an item as it is.
    const answer = await trial.request(it.action === "ConditionCheck" ? "UpdateItem" : it.action, input);
    const item = await read(trial, key);
    await trial.call("DeleteItem", key);
    if (answer.status === 200) {
      return { ...it, item };
    }
    const error = JSON.parse(answer.body) as { __type: string; message?: string };
    if (error.__type.endsWith("ConditionalCheckFailedException")) {
      const Item = returned === "ALL_OLD" && before ? { Item: before } : {};
      return { Code: "ConditionalCheckFailed", Message: "The conditional request failed", ...Item };
    }
    // The expression is valid, but not for this item. Other errors are those of the request itself.
    return /^(Item size|The provided expression|An operand in the update|The document path)/.test(error.message ?? "")
      ? { Code: "ValidationError", Message: error.message as string }
      : answer;
  }

  private async storeAll(writes: readonly Result[]): Promise<void> {
    const earlier = this.storing;
    const work = Promise.all(
      writes.map(({ table, key, item }) =>
        item
          ? this.store.call("PutItem", { TableName: table.name, Item: item })
          : this.store.call("DeleteItem", { TableName: table.name, Key: key }),
      ),
    );
    const storing: Promise<unknown> = Promise.allSettled([earlier, work]).then(() => {
      if (this.storing === storing) {
        this.storing = undefined;
      }
    });
    this.storing = storing;
    await work;
  }

  private async startTrial(): Promise<DynaliteStore> {
    const trial = new DynaliteStore();
    for (const table of this.tables.values()) {
      await trial.createTable(table);
    }
    return trial;
  }
}

async function read(store: DynaliteStore, key: object): Promise<ItemJson | undefined> {
  const { Item } = await store.call("GetItem", { ...key, ConsistentRead: true });
  return Item as ItemJson | undefined;
}
