import { jsonReply } from "../../protocol/reply";
import type { Feature } from "../feature";

/**
 * An invocation of an existing function answers `{}` and runs no code. moto would need Docker to run it.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const invocations: Feature = {
  service: "lambda",
  routes: {
    "POST /2015-03-31/functions/{name}/invocations": async (call) => {
      const found = await call.next({ method: "GET", path: `/2015-03-31/functions/${call.path.name}`, body: "" });
      if (found.status >= 300) {
        return found;
      }
      const reply = jsonReply({});
      return { ...reply, headers: { ...reply.headers, "x-amz-executed-version": "$LATEST" } };
    },
  },
};
