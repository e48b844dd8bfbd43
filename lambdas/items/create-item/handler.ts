import { randomBytes } from "node:crypto";
import { apiHandler } from "../../shared/api-handler";
import { BoundedTable } from "../../shared/dynamodb";
import { required } from "../../shared/environment";
import { ItemTable } from "../item-table";
import { CONTENTION_MS, TABLE_BUDGET } from "../table-budget";
import { MACHINE_CLOCK } from "./contention";
import { createItem, type WriteRules } from "./core";
import { parseOwnership } from "./ownership";
import { createRequest } from "./request";

const region = required("AWS_REGION");
const table = new ItemTable(new BoundedTable(TABLE_BUDGET), required("TABLE_NAME"));

const rules: WriteRules = {
  ownership: parseOwnership(process.env.OWNERSHIP),
  contentionMs: CONTENTION_MS,
  clock: MACHINE_CLOCK,
};

/** `POST /items` */
export const handler = apiHandler(async (event) => {
  const facts = { region, now: new Date().toISOString(), write: randomBytes(9).toString("base64url") };
  return createItem(createRequest(event), table, facts, rules);
});
