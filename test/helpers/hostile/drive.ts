import type { ItemsRegion } from "../items-region";
import type { HostileRequest } from "./hostile-request";
import { faultsOf, Oracle, type Post } from "./oracle";
import { contentOf } from "./posts";
import type { Random } from "./random";
import { type RawAnswer, sendRaw } from "./raw-client";
import { hostileRequest } from "./requests";

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
    target.region.database.replica.onWrite(() => {
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
  const post = { id, condition, key, content: contentOf(text, condition) };
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

/** Counts an answer. */
export function count({ counts }: Findings, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
