import { AwsError, noContent, type Reply } from "../../protocol/reply";
import { child, children, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { withDefaults } from "./distribution-defaults";
import { type Document, distributions as kept, randomId } from "./documents";
import { API, bodyOf, element, page } from "./reply";
import { forgetTags, keepTags } from "./tags";

/**
 * Distributions with all their elements, because moto drops those that it does not support. They are deployed immediately.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistributionWithTags.html
 */
export const distributions: Feature = {
  service: "cloudfront",
  routes: {
    [`POST ${API}/distribution`]: (call) => {
      const body = bodyOf(call);
      return call.request.query.has("WithTags")
        ? create(
            call,
            withDefaults(child(body, "DistributionConfig") as XmlTree),
            child(body, "Tags") as XmlTree | undefined,
          )
        : create(call, withDefaults(body));
    },
    [`GET ${API}/distribution`]: (call) => {
      const items = kept.all(call).map((one) => ({ ...facts(call, one), ...one.config }));
      return page("DistributionList", "DistributionSummary", items);
    },
    [`GET ${API}/distribution/{id}`]: (call) => {
      const found = kept.get(call, call.path.id ?? "");
      return element("Distribution", whole(call, found), found);
    },
    [`GET ${API}/distribution/{id}/config`]: (call) => {
      const found = kept.get(call, call.path.id ?? "");
      return element("DistributionConfig", found.config, found);
    },
    [`PUT ${API}/distribution/{id}/config`]: (call) => {
      const id = call.path.id ?? "";
      const config = withDefaults(bodyOf(call));
      refuseTakenAlias(call, config, id);
      const updated = kept.update(call, id, config);
      return element("Distribution", whole(call, updated), updated);
    },
    [`DELETE ${API}/distribution/{id}`]: (call) => {
      const found = kept.get(call, call.path.id ?? "");
      if (textOf(found.config, "Enabled") === "true") {
        throw new AwsError("DistributionNotDisabled", "The distribution must be disabled before it is deleted", 409);
      }
      kept.delete(call, found.id);
      forgetTags(call, arnOf(call, found));
      return noContent();
    },
  },
};

function create(call: Call, config: XmlTree, tags?: XmlTree): Reply {
  const reference = textOf(config, "CallerReference");
  if (kept.all(call).some((one) => textOf(one.config, "CallerReference") === reference)) {
    throw new AwsError("DistributionAlreadyExists", "The caller reference is in use by another distribution", 409);
  }
  refuseTakenAlias(call, config);
  const made = kept.create(call, randomId("E"), config);
  keepTags(call, arnOf(call, made), tags);
  return element("Distribution", whole(call, made), made, 201);
}

function refuseTakenAlias(call: Call, config: XmlTree, except?: string): void {
  const others = kept.all(call).filter((one) => one.id !== except);
  const taken = new Set(others.flatMap((one) => aliasesOf(one.config)));
  for (const alias of aliasesOf(config)) {
    if (taken.has(alias)) {
      throw new AwsError("CNAMEAlreadyExists", `The alias ${alias} is in use by another distribution`, 409);
    }
  }
}

function aliasesOf(config: XmlTree): string[] {
  return children(child(config, "Aliases", "Items"), "CNAME").map(String);
}

function arnOf(call: Call, distribution: Document): string {
  return `arn:aws:cloudfront::${call.request.account}:distribution/${distribution.id}`;
}

function facts(call: Call, distribution: Document): XmlTree {
  return {
    Id: distribution.id,
    ARN: arnOf(call, distribution),
    Status: "Deployed",
    LastModifiedTime: distribution.modified,
    // The domain name contains the id, unlike CloudFront's, so that outputs are easy to read.
    DomainName: `d${distribution.id.slice(1).toLowerCase()}.cloudfront.net`,
  };
}

function whole(call: Call, distribution: Document): XmlTree {
  const noSigners = { Enabled: "false", Quantity: "0" };
  return {
    ...facts(call, distribution),
    InProgressInvalidationBatches: "0",
    ActiveTrustedSigners: noSigners,
    ActiveTrustedKeyGroups: noSigners,
    DistributionConfig: distribution.config,
  };
}
