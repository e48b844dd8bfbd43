import { noContent, xmlReply } from "../../protocol/reply";
import { children, textOf, type XmlNode, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { API, bodyOf } from "./reply";

/**
 * Tags of the gateway's resources. moto answers for all other resources.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_TagResource.html
 */
export const cloudFrontTags: Feature = {
  service: "cloudfront",
  routes: {
    [`GET ${API}/tagging`]: (call) => {
      const tags = kept(call);
      if (tags === undefined) {
        return call.next();
      }
      const items = [...tags].map(([Key, Value]) => ({ Key, Value }));
      return xmlReply({ Tags: { Items: items.length > 0 ? { Tag: items } : "" } });
    },
    [`POST ${API}/tagging`]: (call) => {
      const tags = kept(call);
      if (tags === undefined) {
        return call.next();
      }
      const body = bodyOf(call);
      if (call.request.query.get("Operation") === "Untag") {
        for (const key of children(body.Items, "Key")) {
          tags.delete(`${key}`);
        }
      } else {
        for (const [key, value] of tagsIn(body)) {
          tags.set(key, value);
        }
      }
      return noContent();
    },
  },
};

/** Stores the tags of a new resource. `tags` is a `Tags` element of the request. */
export function keepTags(call: Call, arn: string, tags?: XmlNode | XmlNode[]): void {
  table(call).set(arn, new Map(tagsIn(tags)));
}

export function forgetTags(call: Call, arn: string): void {
  table(call).delete(arn);
}

function kept(call: Call): Map<string, string> | undefined {
  return table(call).get(call.request.query.get("Resource") ?? "");
}

function table(call: Call): Map<string, Map<string, string>> {
  return call.state.global(call.request, "cloudfront tags");
}

function tagsIn(tags: XmlNode | XmlNode[] | undefined): [string, string][] {
  const items = (tags as XmlTree | undefined)?.Items;
  return children(items, "Tag").map((tag) => [textOf(tag, "Key") ?? "", textOf(tag, "Value") ?? ""]);
}
