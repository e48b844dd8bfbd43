import { AwsError, noContent, type Reply } from "../../protocol/reply";
import { textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { type Document, Documents } from "./documents";
import { API, bodyOf, element, page } from "./reply";

/** The two versions of a function: the one in development, and the published one. */
const development = new Documents({
  kind: "function",
  unknownCode: "NoSuchFunctionExists",
  inUseCode: "FunctionInUse",
});
const live = new Documents({ kind: "live function", unknownCode: "NoSuchFunctionExists" });

/**
 * CloudFront Functions. They are stored and published, but never run.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html
 */
export const functions: Feature = {
  service: "cloudfront",
  routes: {
    [`POST ${API}/function`]: (call) => {
      const config = bodyOf(call);
      const name = textOf(config, "Name") ?? "";
      if (development.has(call, name)) {
        throw new AwsError("FunctionAlreadyExists", `Function ${name} exists`, 409);
      }
      const made = development.create(call, name, config);
      return element("FunctionSummary", summary(call, made, "DEVELOPMENT"), made, 201);
    },
    [`GET ${API}/function`]: (call) => {
      const items = development.all(call).map((one) => summary(call, one, "DEVELOPMENT"));
      return page("FunctionList", "FunctionSummary", items);
    },
    [`GET ${API}/function/{name}`]: (call) => codeOf(stage(call)),
    [`GET ${API}/function/{name}/describe`]: (call) => {
      const found = stage(call);
      return element("FunctionSummary", summary(call, found, stageName(call)), found);
    },
    [`PUT ${API}/function/{name}`]: (call) => {
      const name = call.path.name ?? "";
      const updated = development.update(call, name, { Name: name, ...bodyOf(call) });
      const reply = element("FunctionSummary", summary(call, updated, "DEVELOPMENT"), updated);
      // Only this answer uses this spelling of the header:
      // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateFunction.html
      return { ...reply, headers: { ...reply.headers, ettag: updated.etag } };
    },
    [`POST ${API}/function/{name}/publish`]: (call) => {
      const source = development.get(call, call.path.name ?? "");
      if (call.request.headers["if-match"] !== source.etag) {
        throw new AwsError("PreconditionFailed", "The If-Match version is not valid", 412);
      }
      const published = live.create(call, source.id, source.config);
      return element("FunctionSummary", summary(call, published, "LIVE"), published);
    },
    [`DELETE ${API}/function/{name}`]: (call) => {
      const name = call.path.name ?? "";
      development.delete(call, name);
      live.forget(call, name);
      return noContent();
    },
  },
};

function stageName(call: Call): "LIVE" | "DEVELOPMENT" {
  return call.request.query.get("Stage") === "LIVE" ? "LIVE" : "DEVELOPMENT";
}

function stage(call: Call): Document {
  return (stageName(call) === "LIVE" ? live : development).get(call, call.path.name ?? "");
}

function codeOf(document: Document): Reply {
  const body = Buffer.from(textOf(document.config, "FunctionCode") ?? "", "base64").toString("utf8");
  return { status: 200, headers: { "content-type": "application/octet-stream", etag: document.etag }, body };
}

function summary(call: Call, document: Document, at: "LIVE" | "DEVELOPMENT"): XmlTree {
  return {
    Name: document.id,
    Status: at === "LIVE" || live.has(call, document.id) ? "DEPLOYED" : "UNPUBLISHED",
    FunctionConfig: document.config.FunctionConfig,
    FunctionMetadata: {
      FunctionARN: `arn:aws:cloudfront::${call.request.account}:function/${document.id}`,
      Stage: at,
      CreatedTime: document.created,
      LastModifiedTime: document.modified,
    },
  };
}
