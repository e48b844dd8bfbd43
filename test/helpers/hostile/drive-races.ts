import type { Replication } from "../../../tools/local-runtime/table/replication";
import { heal, isolate } from "../partition";
import { count, type Findings, type Target } from "./drive";
import { faultsOf } from "./oracle";
import type { Random } from "./random";

/**
 * Sends requests for one item at the same time to all regions, with and without a partition between them. Afterwards the regions must
 * be equal, and hold a write that was acknowledged.
 */
export async function driveRace(
  random: Random,
  targets: readonly Target[],
  replication: Replication,
  round: number,
  findings: Findings,
): Promise<void> {
  const id = `race-${round}`;
  const isParted = random.chance(0.5);
  const first = targets[0] as Target;
  if (random.chance(0.5)) {
    await first.region.post({ item_id: id, n: "first" });
    await replication.settled();
  }
  const tag = (await first.region.get(id)).headers.get("etag") ?? '"1-none"';
  if (isParted) {
    isolate(replication, first.name);
  }
  const options: [Record<string, string>, string][] = [
    [{}, ""],
    [{}, "?overwrite=true"],
    [{ "If-Match": tag }, ""],
    [{ "If-None-Match": "*" }, ""],
    [{ "Idempotency-Key": "race" }, ""],
    [{ "Idempotency-Key": "race-2" }, "?overwrite=true"],
  ];
  const answers = await Promise.all(
    Array.from({ length: 12 }, async (_, n) => {
      const { region, name } = random.pick(targets);
      const [headers, query] = random.pick(options);
      const body = "Idempotency-Key" in headers ? { item_id: id, key: headers["Idempotency-Key"] } : { item_id: id, n };
      const { status, text, json } = await region.post(body, headers, query);
      count(findings, `race ${status}`);
      const plain = { status, text, headers: new Map([["content-type", "application/json"]]) };
      findings.faults.push(...faultsOf(plain).map((fault) => `race ${round}: ${fault}`));
      return { name, status, json };
    }),
  );
  if (isParted) {
    heal(replication, first.name);
  }
  await replication.settled();
  const kept = await Promise.all(targets.map(async ({ region }) => JSON.stringify((await region.get(id)).json.item)));
  const stored = answers.filter(({ status }) => status < 300).map(({ json }) => JSON.stringify(json.item));
  const before = JSON.stringify((await first.region.get(id)).json.item?.n) === '"first"';
  const faults = [
    ...(new Set(kept).size === 1 ? [] : ["regions differ after replication"]),
    ...(before || kept[0] === undefined || stored.includes(kept[0]) ? [] : ["no acknowledged write was kept"]),
    ...(answers.some(({ status }) => status < 300) && kept[0] === undefined ? ["an acknowledged item is missing"] : []),
  ];
  findings.faults.push(...faults.map((fault) => `race ${round}${isParted ? " parted" : ""}: ${fault}`));
}

/** Sends one request with a key to a region, and again to the other during a partition. Afterwards, both must repeat one answer. */
export async function driveRetryOverPartition(
  [here, there]: readonly [Target, Target],
  replication: Replication,
  round: number,
  findings: Findings,
): Promise<void> {
  const item = { item_id: `retry-${round}`, n: round };
  const key = { "Idempotency-Key": `retry-${round}` };
  isolate(replication, here.name);
  const parted = [await here.region.post(item, key), await there.region.post(item, key)];
  heal(replication, here.name);
  await replication.settled();
  const after = await Promise.all([here, there].map(({ region }) => region.post(item, key)));
  const kept = await Promise.all(
    [here, there].map(async ({ region }) => JSON.stringify((await region.get(item.item_id)).json.item)),
  );
  count(
    findings,
    `retry over a partition ${parted.map(({ status }) => status)} then ${after.map(({ status }) => status)}`,
  );
  const faults = [
    ...(after.every(({ text }) => text === after[0]?.text) ? [] : ["retries differ after replication"]),
    ...(after.every(({ headers }) => headers.get("idempotent-replayed") === "true") ? [] : ["a retry wrote again"]),
    ...(parted.some(({ text }) => text === after[0]?.text) ? [] : ["the answer is none of the acknowledged ones"]),
    ...(kept.every((one) => one === JSON.stringify(after[0]?.json.item))
      ? []
      : ["the item is not the acknowledged one"]),
  ];
  findings.faults.push(...faults.map((fault) => `retry over a partition ${round}: ${fault}`));
}
