import { AwsError, noContent } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

const ROUTE = "/2015-02-01/file-systems/{id}/policy";

/**
 * Deletion of a file-system policy. moto does not support it, so the gateway answers for a deleted policy.
 * https://docs.aws.amazon.com/efs/latest/ug/API_DeleteFileSystemPolicy.html
 */
export const fileSystemPolicy: Feature = {
  service: "elasticfilesystem",
  routes: {
    [`PUT ${ROUTE}`]: async (call) => {
      const reply = await call.next();
      if (reply.status < 300) {
        deleted(call).delete(call.path.id ?? "");
      }
      return reply;
    },
    [`GET ${ROUTE}`]: (call) => {
      if (deleted(call).has(call.path.id ?? "")) {
        throw new AwsError("PolicyNotFound", "No policy is set on the file system", 404);
      }
      return call.next();
    },
    [`DELETE ${ROUTE}`]: async (call) => {
      const reply = await call.next({ method: "GET" });
      if (reply.status >= 300) {
        return reply;
      }
      deleted(call).set(call.path.id ?? "", true);
      return { ...noContent(), status: 200 };
    },
  },
};

function deleted(call: Call): Map<string, boolean> {
  return call.state.regional(call.request, "efs deleted policies");
}
