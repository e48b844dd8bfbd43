import { AwsError } from "../../protocol/reply";
import type { XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { type Document, distributions, randomId } from "./documents";
import { API, bodyOf, element, page } from "./reply";

/**
 * Invalidations. They complete immediately, because there is no cache.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html
 */
export const invalidations: Feature = {
  service: "cloudfront",
  routes: {
    [`POST ${API}/distribution/{distribution}/invalidation`]: (call) => {
      const now = new Date().toISOString();
      const made = { id: randomId("I"), config: bodyOf(call), etag: "", created: now, modified: now };
      table(call).set(made.id, made);
      return element("Invalidation", whole(made), made, 201);
    },
    [`GET ${API}/distribution/{distribution}/invalidation`]: (call) => {
      const items = [...table(call).values()].map(({ id, created }) => ({
        Id: id,
        CreateTime: created,
        Status: "Completed",
      }));
      return page("InvalidationList", "InvalidationSummary", items);
    },
    [`GET ${API}/distribution/{distribution}/invalidation/{id}`]: (call) => {
      const found = table(call).get(call.path.id ?? "");
      if (found === undefined) {
        throw new AwsError("NoSuchInvalidation", "The specified invalidation does not exist", 404);
      }
      return element("Invalidation", whole(found), found);
    },
  },
};

/** The invalidations of the distribution that the path names. Fails if that distribution does not exist. */
function table(call: Call): Map<string, Document> {
  const distribution = distributions.get(call, call.path.distribution ?? "");
  return call.state.global(call.request, `cloudfront invalidations of ${distribution.id}`);
}

function whole(invalidation: Document): XmlTree {
  return {
    Id: invalidation.id,
    Status: "Completed",
    CreateTime: invalidation.created,
    InvalidationBatch: invalidation.config,
  };
}
