import { randomUUID } from "node:crypto";
import type { Params } from "../../protocol/params";
import { AwsError, changeJson, type Reply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

const ALIASES = "/2015-03-31/functions/{name}/aliases";

/**
 * Revisions of aliases. moto returns one revision for the whole life of an alias, ignores the revision of an update, and answers
 * every call with 201.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
 */
export const aliases: Feature = {
  service: "lambda",
  routes: {
    [`GET ${ALIASES}/{alias}`]: async (call) => withRevision(call, await call.next()),
    [`PUT ${ALIASES}/{alias}`]: async (call) => {
      const { RevisionId: expected } = call.request.params;
      if (expected !== undefined && expected !== "") {
        const current = JSON.parse(withRevision(call, await call.next({ method: "GET", body: "" })).body) as Params;
        if (current.RevisionId !== expected) {
          throw new AwsError(
            "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetAlias API to retrieve the latest Revision Id",
            412,
          );
        }
      }
      const reply = await call.next();
      if (reply.status < 300) {
        revisions(call).set(key(call), randomUUID());
      }
      return withRevision(call, reply);
    },
  },
};

function withRevision(call: Call, reply: Reply): Reply {
  const changed = changeJson(reply, (alias: Params) => {
    Object.assign(alias, { RevisionId: revisions(call).get(key(call)) ?? alias.RevisionId });
  });
  return reply.status === 201 ? { ...changed, status: 200 } : changed;
}

function key({ path }: Call): string {
  return `${path.name} ${path.alias}`;
}

function revisions(call: Call): Map<string, string> {
  return call.state.regional(call.request, "lambda alias revisions");
}
