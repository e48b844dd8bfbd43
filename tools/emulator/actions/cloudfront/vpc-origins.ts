import { AwsError } from "../../protocol/reply";
import { child, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { type Document, Documents, randomId } from "./documents";
import { API, bodyOf, element, page } from "./reply";
import { forgetTags, keepTags } from "./tags";

const origins = new Documents({
  kind: "vpc-origin",
  unknownCode: "EntityNotFound",
  inUseCode: "CannotDeleteEntityWhileInUse",
});

/**
 * VPC origins. They are deployed immediately. CloudFront needs up to fifteen minutes.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateVpcOrigin.html
 */
export const vpcOrigins: Feature = {
  service: "cloudfront",
  routes: {
    [`POST ${API}/vpc-origin`]: (call) => {
      const body = bodyOf(call);
      const config = child(body, "VpcOriginEndpointConfig") as XmlTree;
      if (origins.all(call).some((one) => textOf(one.config, "Name") === textOf(config, "Name"))) {
        throw new AwsError("EntityAlreadyExists", "A VPC origin with this name already exists", 409);
      }
      const made = origins.create(call, randomId("vo_", 22), config);
      keepTags(call, arnOf(call, made), body.Tags);
      return element("VpcOrigin", whole(call, made), made, 202);
    },
    [`GET ${API}/vpc-origin`]: (call) => {
      const items = origins.all(call).map((one) => ({ ...facts(call, one), ...nameAndTarget(one) }));
      return page("VpcOriginList", "VpcOriginSummary", items);
    },
    [`GET ${API}/vpc-origin/{id}`]: (call) => {
      const found = origins.get(call, call.path.id ?? "");
      return element("VpcOrigin", whole(call, found), found);
    },
    [`PUT ${API}/vpc-origin/{id}`]: (call) => {
      const updated = origins.update(call, call.path.id ?? "", bodyOf(call));
      return element("VpcOrigin", whole(call, updated), updated, 202);
    },
    [`DELETE ${API}/vpc-origin/{id}`]: (call) => {
      const deleted = origins.delete(call, call.path.id ?? "");
      forgetTags(call, arnOf(call, deleted));
      return element("VpcOrigin", whole(call, deleted), deleted, 202);
    },
  },
};

function arnOf(call: Call, origin: Document): string {
  return `arn:aws:cloudfront::${call.request.account}:vpcorigin/${origin.id}`;
}

function facts(call: Call, origin: Document): XmlTree {
  return {
    Id: origin.id,
    Arn: arnOf(call, origin),
    AccountId: call.request.account,
    Status: "Deployed",
    CreatedTime: origin.created,
    LastModifiedTime: origin.modified,
  };
}

function whole(call: Call, origin: Document): XmlTree {
  return { ...facts(call, origin), VpcOriginEndpointConfig: origin.config };
}

function nameAndTarget(origin: Document): XmlTree {
  return { Name: textOf(origin.config, "Name"), OriginEndpointArn: textOf(origin.config, "Arn") };
}
