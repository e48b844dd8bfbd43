import type { Replication } from "../../../tools/local-runtime/replication";
import type { ItemsRegion } from "../items-region";
import { faultsOf, Oracle, type Post } from "./oracle";
import type { Random } from "./random";
import { type RawAnswer, sendRaw } from "./raw-client";
import { type HostileRequest, hostileRequest } from "./requests";

/** A region under test. */
export interface Target {
  readonly name: string;
  readonly region: ItemsRegion;
}

/** What a run found. */
export interface Findings {
  /** Number of answers by kind of request and status. */
  readonly counts: Map<string, number>;
  /** Each fault in one line. */
  readonly faults: string[];
}

/** Sends requests one after the other to random regions, and compares every answer with the oracle of the region. */
export async function driveInSequence(
  random: Random,
  targets: readonly Target[],
  requests: number,
  findings: Findings,
): Promise<void> {
  const worlds = targets.map((target) => {
    const world = { ...target, oracle: new Oracle(), writes: 0 };
    target.region.database.onWrite(() => {
      world.writes += 1;
    });
    return world;
  });
  let world = random.pick(worlds);
  let request: HostileRequest | undefined;
  for (let sent = 0; sent < requests; sent += 1) {
    // Sometimes the same request again, as from a client that has lost the answer, or another one with the same key and condition.
    if (request?.expected.type !== "post" || random.chance(0.75)) {
      world = random.pick(worlds);
      // The regions have different items, so that replication does not change what a region answers.
      request = hostileRequest(random, world.oracle, `${world.name}-`);
    } else if (random.chance(0.4)) {
      request = withOtherBody(request, request.expected.post);
    }
    const before = worlds.reduce((sum, { writes }) => sum + writes, 0);
    const answer = await sendRaw(world.region.url, request.raw);
    const written = worlds.reduce((sum, { writes }) => sum + writes, 0) - before;
    count(findings, `${request.kind.split(",")[0]} ${answer.status}`);
    for (const fault of judge(request, answer, written, world.oracle, world.name)) {
      findings.faults.push(`${request.kind} ${request.raw.target.slice(0, 80)}: ${fault}`);
    }
  }
}

function withOtherBody({ kind, raw }: HostileRequest, { id, condition, key }: Post): HostileRequest {
  const text = JSON.stringify({ item_id: id, x: "another body" });
  const post = { id, condition, key, content: `${text} ${JSON.stringify(condition)}` };
  return {
    kind: `other ${kind}`,
    raw: { ...raw, body: Buffer.from(text) },
    expected: { type: "post", post, isLarge: false },
  };
}

function judge(
  { expected }: HostileRequest,
  answer: RawAnswer,
  written: number,
  oracle: Oracle,
  region: string,
): string[] {
  if (expected.type === "not-http") {
    // Node's HTTP server answers such bytes itself, with 400 and without a body.
    return answer.status === 400 && written === 0 ? [] : [`answered ${answer.status} with ${written} writes`];
  }
  const faults = faultsOf(answer);
  const expect = (statuses: readonly number[], writes: number) => {
    faults.push(
      ...(statuses.includes(answer.status)
        ? []
        : [`answered ${answer.status}, expected ${statuses}: ${answer.text.slice(0, 120)}`]),
    );
    faults.push(...(written === writes ? [] : [`wrote ${written} times, expected ${writes}`]));
  };
  if (expected.type === "refused") {
    expect(expected.statuses, 0);
  } else if (expected.type === "get") {
    const text = oracle.expectGet(expected.id, region);
    expect([text === undefined ? 404 : expected.isKnown ? 304 : 200], 0);
    faults.push(...(answer.status === 200 && answer.text !== text ? ["item is not the one that was stored"] : []));
  } else {
    const { status, repeats } = oracle.expectPost(expected.post);
    if (repeats && !expected.isLarge) {
      expect([status], 0);
      faults.push(...(answer.text === repeats.text ? [] : ["retry has another answer"]));
    } else if (!repeats) {
      expect([status], status < 300 ? 1 : 0);
    }
    if (answer.status < 300 && !answer.headers.has("idempotent-replayed")) {
      oracle.record(expected.post, answer);
    }
  }
  return faults;
}

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
    replication.sever(first.name);
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
    replication.heal(first.name);
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
  replication.sever(here.name);
  const parted = [await here.region.post(item, key), await there.region.post(item, key)];
  replication.heal(here.name);
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

/** Counts an answer. */
export function count({ counts }: Findings, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
