import { apiHandler } from "../../shared/api-handler";
import { BoundedTable } from "../../shared/dynamodb";
import { required } from "../../shared/environment";
import { ItemTable } from "../item-table";
import { RESERVED_PREFIX } from "../model/item-id";
import { PROBE_BUDGET } from "../table-budget";
import { CachedProbe, drillAnswer, drillStatus, healthAnswer } from "./core";

/** A key that callers cannot create. The function's role can read this key only. An item under it is not necessary. */
const PROBED_ID = `${RESERVED_PREFIX}_health`;

const region = required("AWS_REGION");
const table = new ItemTable(new BoundedTable(PROBE_BUDGET), required("TABLE_NAME"));
const probe = new CachedProbe(() => table.probe(PROBED_ID));

/** `GET /health` */
export const handler = apiHandler(async (_event, log) => {
  const drill = drillStatus(process.env.STATUS);
  if (drill !== undefined) {
    return drillAnswer(drill, region);
  }
  return healthAnswer(await probe.check((error) => log.error("table probe failed", error)), region);
});
