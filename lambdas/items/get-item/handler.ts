import { apiHandler } from "../../shared/api-handler";
import { BoundedTable } from "../../shared/dynamodb";
import { required } from "../../shared/environment";
import { ItemTable } from "../item-table";
import { TABLE_BUDGET } from "../table-budget";
import { answerWith, idFromPath } from "./core";

const region = required("AWS_REGION");
const table = new ItemTable(new BoundedTable(TABLE_BUDGET), required("TABLE_NAME"));

/** `GET /items/{item_id}` */
export const handler = apiHandler(async (event) => {
  const id = idFromPath(event.pathParameters?.item_id);
  return answerWith(await table.read(id), region);
});
