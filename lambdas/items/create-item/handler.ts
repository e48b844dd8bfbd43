import { randomBytes } from "node:crypto";
import { apiHandler } from "../../shared/api-handler";
import { BoundedTable } from "../../shared/dynamodb";
import { required } from "../../shared/environment";
import { ItemTable } from "../item-table";
import { TABLE_BUDGET } from "../table-budget";
import { createItem } from "./core";
import { createRequest } from "./request";

const region = required("AWS_REGION");
const table = new ItemTable(new BoundedTable(TABLE_BUDGET), required("TABLE_NAME"));

/** `POST /items` */
export const handler = apiHandler(async (event) =>
  createItem(createRequest(event), table, {
    region,
    now: new Date().toISOString(),
    write: randomBytes(9).toString("base64url"),
  }),
);
