import { z } from "zod";

const RULE =
  "must be a folder of this repository, e.g. stacks/aurora-api/migrations, or false if another tool changes the schema";

/** Names without `..`, so that the folder is in the repository, separated by slashes. */
const FOLDER = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

/** A folder of migrations, relative to the repository, or false. */
export const migrationsFolder = z.custom<string | false>(
  (value) => value === false || (typeof value === "string" && FOLDER.test(value)),
  { error: RULE },
);
