import { apiHandler } from "../../shared/api-handler";
import { BoundedTable } from "../../shared/dynamodb";
import { required } from "../../shared/environment";
import type { Logger } from "../../shared/logger";
import { PROBE_BUDGET } from "../table-budget";
import { drillAnswer, drillStatus, healthAnswer, RegionHealth } from "./core";
import { Heartbeats } from "./heartbeats";
import { oldest, Peers } from "./peers";
import { Probe } from "./probe";

const region = required("AWS_REGION");
const backend = required("BACKEND");
const heartbeats = new Heartbeats(new BoundedTable(PROBE_BUDGET), required("TABLE_NAME"));
const probe = new Probe(heartbeats, region);
const health = new RegionHealth((onFailure) => probe.run(onFailure));
const peers = new Peers(heartbeats, (process.env.PEERS ?? "").split(",").filter(Boolean));

/** `GET /health`. A drill changes the answer only, so that the other regions still see the heartbeats. */
export const handler = apiHandler(async (_event, log) => {
  const verdict = await health.check((check, error) => log.error(`heartbeat ${check} failed`, error));
  if (verdict.checks.read.ok) {
    await publishAges(log);
  }
  const drill = drillStatus(process.env.STATUS);
  return drill === undefined ? healthAnswer(verdict, region) : drillAnswer(drill, region);
});

/** Publishes the age of each other region's heartbeat, and the highest age, on which the alarm is. */
async function publishAges(log: Logger): Promise<void> {
  const ages = await peers.observe((error) => log.error("heartbeats of other regions not read", error));
  const unit = "Milliseconds";
  for (const { peer, milliseconds: value } of ages) {
    if (value === undefined) {
      log.warn("no heartbeat of another region", { peer });
    } else {
      const dimensions = { Backend: backend, Region: region, Peer: peer };
      log.metric("age of a heartbeat", { name: "HeartbeatAge", unit, value, dimensions });
    }
  }
  const value = oldest(ages);
  if (value !== undefined) {
    const dimensions = { Backend: backend, Region: region };
    log.metric("age of the oldest heartbeat", { name: "OldestHeartbeatAge", unit, value, dimensions });
  }
}
