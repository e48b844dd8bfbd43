import type { Fault, FaultyEndpoint } from "../faulty-endpoint";
import type { ItemsRegion } from "../items-region";
import { count, type Findings } from "./drive";
import { faultsOf } from "./oracle";
import type { Random } from "./random";

/** Faults of the table that a request can meet. Some affect one attempt, others last until they are removed. */
const FAULTS: readonly Fault[] = ["refused", "throttled", "broken", "lost", "stalls"];

/**
 * Sends a request with a key while the table fails, and repeats it when the table works. A 503 is allowed during the fault only. At the
 * end the request must have been performed exactly once.
 */
export async function driveFault(
  random: Random,
  region: ItemsRegion,
  endpoint: FaultyEndpoint,
  round: number,
  findings: Findings,
): Promise<void> {
  const id = `fault-${round}`;
  const exists = random.chance(0.5);
  const fault = random.pick(FAULTS);
  if (exists) {
    await region.post({ item_id: id, n: 0 });
  }
  const send = () => region.post({ item_id: id, n: 1 }, { "Idempotency-Key": id }, exists ? "?overwrite=true" : "");
  endpoint.fault = fault;
  const first = await send();
  endpoint.fault = "none";
  const again = await send();
  const last = await send();
  const read = await region.get(id);
  count(findings, `${fault}: ${first.status} then ${again.status}`);
  const written = exists ? { status: 200, version: 2 } : { status: 201, version: 1 };
  const plain = { status: first.status, text: first.text, headers: new Map([["content-type", "application/json"]]) };
  const faults = [
    ...faultsOf(plain).filter((one) => one !== "answered 503"),
    ...([written.status, 503].includes(first.status) ? [] : [`answered ${first.status}`]),
    ...(first.status !== 503 || first.headers.get("retry-after") === "1" ? [] : ["503 has no Retry-After"]),
    ...(again.status === written.status ? [] : [`retry got ${again.status}`]),
    ...(first.status === 503 || first.text === again.text ? [] : ["retry has another answer"]),
    ...(last.text === again.text && last.headers.get("idempotent-replayed") === "true" ? [] : ["second retry differs"]),
    ...(read.json.item.version === written.version ? [] : [`version is ${read.json.item.version}`]),
  ];
  // Without a key, the function must find its own write after the SDK has repeated it. The SDK stops repeating requests of a client that
  // has met many faults, until others succeed. Only then the answer is 503.
  const before = endpoint.attempts.length;
  endpoint.fault = "lost";
  const keyless = await region.post({ item_id: `keyless-${round}` });
  endpoint.fault = "none";
  const writes = endpoint.attempts.slice(before).filter(({ action }) => action === "PutItem").length;
  const expected = writes > 1 ? 201 : 503;
  count(findings, `lost without a key: ${keyless.status}`);
  faults.push(...(keyless.status === expected ? [] : [`without a key, answered ${keyless.status}`]));
  findings.faults.push(...faults.map((one) => `${fault} in round ${round}: ${one}`));
}
