import { randomUUID } from "node:crypto";
import { AwsError, noContent } from "../../protocol/reply";
import { textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature, Handler } from "../feature";
import { type Document, Documents } from "./documents";
import { API, bodyOf, element, page } from "./reply";

/**
 * Cache, origin request and response headers policies: three kinds with the same operations.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateCachePolicy.html
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateOriginRequestPolicy.html
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateResponseHeadersPolicy.html
 *
 * AWS's own policies need no entry: a distribution names them by id, and that id is only kept.
 */
export const policies: Feature = {
  service: "cloudfront",
  routes: {
    ...routesOf("CachePolicy", "cache-policy"),
    ...routesOf("OriginRequestPolicy", "origin-request-policy"),
    ...routesOf("ResponseHeadersPolicy", "response-headers-policy"),
  },
};

function routesOf(name: string, path: string): Record<string, Handler> {
  const documents = new Documents({ kind: path, unknownCode: `NoSuch${name}`, inUseCode: `${name}InUse` });
  const configName = `${name}Config`;
  const whole = (one: Document): XmlTree => ({ Id: one.id, LastModifiedTime: one.modified, [configName]: one.config });
  const id = (call: Call) => call.path.id ?? "";

  return {
    [`POST ${API}/${path}`]: (call) => {
      const config = bodyOf(call);
      if (documents.all(call).some((one) => textOf(one.config, "Name") === textOf(config, "Name"))) {
        throw new AwsError(`${name}AlreadyExists`, `A ${path} with this name already exists`, 409);
      }
      const made = documents.create(call, randomUUID(), config);
      return element(name, whole(made), made, 201);
    },
    [`GET ${API}/${path}`]: (call) => {
      const items = documents.all(call).map((one) => ({ Type: "custom", [name]: whole(one) }));
      return page(`${name}List`, `${name}Summary`, items);
    },
    [`GET ${API}/${path}/{id}`]: (call) => {
      const found = documents.get(call, id(call));
      return element(name, whole(found), found);
    },
    [`GET ${API}/${path}/{id}/config`]: (call) => {
      const found = documents.get(call, id(call));
      return element(configName, found.config, found);
    },
    [`PUT ${API}/${path}/{id}`]: (call) => {
      const updated = documents.update(call, id(call), bodyOf(call));
      return element(name, whole(updated), updated);
    },
    [`DELETE ${API}/${path}/{id}`]: (call) => {
      documents.delete(call, id(call));
      return noContent();
    },
  };
}
