import { createItem, type ItemStore } from "../../../lambdas/items/create-item/core";
import type { CreateRequest } from "../../../lambdas/items/create-item/request";
import type { StoredItem } from "../../../lambdas/items/model/stored-item";

const FACTS = { region: "eu-west-1", now: "2026-01-01T00:00:00.000Z", write: "own" };

function request(replaces: CreateRequest["replaces"]): CreateRequest {
  return { id: "a", attributes: { item_id: { S: "a" } }, replaces, idempotency: undefined };
}

/** A table in which another caller writes before each of our first `conflicts` writes. */
function contended(conflicts: number): ItemStore & { readonly versionsReplaced: (number | undefined)[] } {
  const versionsReplaced: (number | undefined)[] = [];
  let version = 1;
  const item = (): StoredItem => ({ item_id: { S: "a" }, version: { N: `${version}` }, service_write: { S: "other" } });
  return {
    versionsReplaced,
    read: async () => item(),
    write: async (_, standing) => {
      versionsReplaced.push(standing && Number((standing.version as { N: string }).N));
      if (versionsReplaced.length <= conflicts) {
        version += 1;
        return false;
      }
      return true;
    },
  };
}

describe("createItem while other callers write the same item", () => {
  it("repeats an overwrite once, based on the item that the other caller wrote", async () => {
    const store = contended(1);
    const answer = await createItem(request("anything"), store, FACTS);
    expect(store.versionsReplaced).toEqual([1, 2]);
    expect([answer.status, JSON.parse(answer.body).item.version]).toEqual([200, 3]);
  });

  it("answers 503 after two lost attempts", async () => {
    const store = contended(2);
    await expect(createItem(request("anything"), store, FACTS)).rejects.toMatchObject({ status: 503 });
    expect(store.versionsReplaced).toEqual([1, 2]);
  });

  it("does not repeat an overwrite of one version: another caller has replaced it", async () => {
    const store = contended(1);
    const replaces = { tags: ['"1-unmanaged"'] };
    await expect(createItem(request(replaces), store, FACTS)).rejects.toMatchObject({ status: 412 });
    expect(store.versionsReplaced).toEqual([1]);
  });
});
