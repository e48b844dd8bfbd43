import { headerValues } from "../../shared/api-event";
import { apiHandler } from "../../shared/api-handler";
import { BoundedTable } from "../../shared/dynamodb";
import { required } from "../../shared/environment";
import { ItemTable } from "../item-table";
import { entityTags } from "../model/entity-tags";
import { TABLE_BUDGET } from "../table-budget";
import { answerWith, idFromPath } from "./core";

const region = required("AWS_REGION");
const table = new ItemTable(new BoundedTable(TABLE_BUDGET), required("TABLE_NAME"));

/** `GET /items/{item_id}` */
export const handler = apiHandler(async (event) => {
  const id = idFromPath(event.pathParameters?.item_id);
  const known = entityTags("If-None-Match", headerValues(event, "If-None-Match"));
  return answerWith(await table.read(id), known, region);
});
