import { isTree, list, type Params } from "../../protocol/params";
import { AwsError } from "../../protocol/reply";
import type { Call } from "../feature";

export const FILE_SYSTEMS = "/2015-02-01/file-systems";

/** The file system in the path, as moto describes it. An error of EFS if it does not exist. */
export async function existingFileSystem(call: Call): Promise<Params> {
  const id = call.path.id ?? "";
  const path = `${FILE_SYSTEMS}?FileSystemId=${encodeURIComponent(id)}`;
  const reply = await call.next({ method: "GET", path, body: "" });
  const [found] = reply.status < 300 ? list(JSON.parse(reply.body), "FileSystems") : [];
  if (isTree(found)) {
    return found;
  }
  throw new AwsError("FileSystemNotFound", `File system '${id}' does not exist.`, 404);
}
