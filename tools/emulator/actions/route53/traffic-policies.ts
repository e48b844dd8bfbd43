import { randomUUID } from "node:crypto";
import { AwsError, type Reply, xmlReply } from "../../protocol/reply";
import { parseXml, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";

const API = "/2013-04-01";
const NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

/**
 * Traffic policies with their versions, and the records that are made from them. They are stored and returned by the API, but no
 * DNS server answers with them.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateTrafficPolicy.html
 */
export const trafficPolicies: Feature = {
  service: "route53",
  routes: {
    [`POST ${API}/trafficpolicy`]: (call) => {
      const { Name = "", Document = "", Comment } = bodyOf(call);
      if ([...policies(call).values()].some(([first]) => first?.Name === Name)) {
        throw new AwsError("TrafficPolicyAlreadyExists", `A traffic policy with the name ${Name} exists`, 409);
      }
      const made = policyOf(randomUUID(), 1, Name, Document, Comment);
      policies(call).set(made.Id, [made]);
      return element("CreateTrafficPolicyResponse", { TrafficPolicy: { ...made } }, 201);
    },
    [`POST ${API}/trafficpolicy/{id}`]: (call) => {
      const versions = versionsOf(call);
      const { Document = "", Comment } = bodyOf(call);
      const last = versions.at(-1) as Policy;
      const made = policyOf(last.Id, Number(last.Version) + 1, last.Name, Document, Comment);
      versions.push(made);
      return element("CreateTrafficPolicyVersionResponse", { TrafficPolicy: { ...made } }, 201);
    },
    [`GET ${API}/trafficpolicy/{id}/{version}`]: (call) =>
      element("GetTrafficPolicyResponse", { TrafficPolicy: { ...versionOf(call) } }),
    [`POST ${API}/trafficpolicy/{id}/{version}`]: (call) => {
      const changed = { ...versionOf(call), Comment: bodyOf(call).Comment ?? "" };
      policies(call).set(
        changed.Id,
        versionsOf(call).map((one) => (one.Version === changed.Version ? changed : one)),
      );
      return element("UpdateTrafficPolicyCommentResponse", { TrafficPolicy: changed });
    },
    [`DELETE ${API}/trafficpolicy/{id}/{version}`]: (call) => {
      const { Id, Version } = versionOf(call);
      const inUse = [...instances(call).values()].some(
        (one) => one.TrafficPolicyId === Id && one.TrafficPolicyVersion === Version,
      );
      if (inUse) {
        throw new AwsError("TrafficPolicyInUse", `Version ${Version} of ${Id} has a policy record`, 400);
      }
      const left = versionsOf(call).filter((one) => one.Version !== Version);
      if (left.length > 0) {
        policies(call).set(Id, left);
      } else {
        policies(call).delete(Id);
      }
      return element("DeleteTrafficPolicyResponse", {});
    },
    [`GET ${API}/trafficpolicies`]: (call) => {
      const TrafficPolicySummary = [...policies(call).values()].map((versions) => {
        const { Id, Name, Type, Version } = versions.at(-1) as Policy;
        return { Id, Name, Type, LatestVersion: Version, TrafficPolicyCount: `${versions.length}` };
      });
      return element("ListTrafficPoliciesResponse", {
        TrafficPolicySummaries: { TrafficPolicySummary },
        ...LAST_PAGE,
        TrafficPolicyIdMarker: "",
      });
    },
    [`GET ${API}/trafficpolicies/{id}/versions`]: (call) =>
      element("ListTrafficPolicyVersionsResponse", {
        TrafficPolicies: { TrafficPolicy: versionsOf(call).map((one) => ({ ...one })) },
        ...LAST_PAGE,
        TrafficPolicyVersionMarker: "",
      }),
    [`POST ${API}/trafficpolicyinstance`]: (call) => {
      const { HostedZoneId = "", Name = "", TTL = "", ...policy } = bodyOf(call);
      const { TrafficPolicyId = "", TrafficPolicyVersion = "" } = policy;
      const { Type } = find(call, TrafficPolicyId, TrafficPolicyVersion);
      const made: Instance = {
        Id: randomUUID(),
        HostedZoneId: HostedZoneId.replace("/hostedzone/", ""),
        Name: `${Name.replace(/\.$/, "")}.`,
        TTL,
        State: "Applied",
        Message: "",
        TrafficPolicyId,
        TrafficPolicyVersion,
        TrafficPolicyType: Type,
      };
      instances(call).set(made.Id, made);
      return element("CreateTrafficPolicyInstanceResponse", { TrafficPolicyInstance: { ...made } }, 201);
    },
    [`GET ${API}/trafficpolicyinstance/{id}`]: (call) =>
      element("GetTrafficPolicyInstanceResponse", { TrafficPolicyInstance: { ...instanceOf(call) } }),
    [`POST ${API}/trafficpolicyinstance/{id}`]: (call) => {
      const { TTL = "", TrafficPolicyId = "", TrafficPolicyVersion = "" } = bodyOf(call);
      const { Type } = find(call, TrafficPolicyId, TrafficPolicyVersion);
      const changed = { ...instanceOf(call), TTL, TrafficPolicyId, TrafficPolicyVersion, TrafficPolicyType: Type };
      instances(call).set(changed.Id, changed);
      return element("UpdateTrafficPolicyInstanceResponse", { TrafficPolicyInstance: changed });
    },
    [`DELETE ${API}/trafficpolicyinstance/{id}`]: (call) => {
      instances(call).delete(instanceOf(call).Id);
      return element("DeleteTrafficPolicyInstanceResponse", {});
    },
    [`GET ${API}/trafficpolicyinstances`]: (call) =>
      element("ListTrafficPolicyInstancesResponse", {
        TrafficPolicyInstances: { TrafficPolicyInstance: [...instances(call).values()].map((one) => ({ ...one })) },
        ...LAST_PAGE,
      }),
  },
};

/** One version of a policy. Numbers are text, because XML has no numbers. */
interface Policy {
  readonly Id: string;
  readonly Version: string;
  readonly Name: string;
  /** Record type of the policy's records. */
  readonly Type: string;
  readonly Document: string;
  readonly Comment?: string;
}

interface Instance {
  readonly Id: string;
  readonly HostedZoneId: string;
  readonly Name: string;
  readonly TTL: string;
  readonly State: "Applied";
  readonly Message: string;
  readonly TrafficPolicyId: string;
  readonly TrafficPolicyVersion: string;
  readonly TrafficPolicyType: string;
}

/** Every list has one page, because emulated accounts are small. */
const LAST_PAGE = { IsTruncated: "false", MaxItems: "100" } as const;

/** @throws AwsError InvalidTrafficPolicyDocument */
function policyOf(Id: string, version: number, Name: string, Document: string, Comment?: string): Policy {
  return {
    Id,
    Version: `${version}`,
    Name,
    Type: recordType(Document),
    Document,
    ...(Comment === undefined ? {} : { Comment }),
  };
}

function recordType(document: string): string {
  try {
    const { AWSPolicyFormatVersion, RecordType } = JSON.parse(document);
    if (typeof AWSPolicyFormatVersion === "string" && typeof RecordType === "string") {
      return RecordType;
    }
  } catch {
    // Said below, as for a document that lacks something.
  }
  throw new AwsError("InvalidTrafficPolicyDocument", "The traffic policy document is not valid", 400);
}

function versionsOf(call: Call, id = call.path.id ?? ""): Policy[] {
  const found = policies(call).get(id);
  if (found === undefined) {
    throw new AwsError("NoSuchTrafficPolicy", `No traffic policy exists with the ID ${id}`, 404);
  }
  return found;
}

function versionOf(call: Call): Policy {
  return find(call, call.path.id ?? "", call.path.version ?? "");
}

function find(call: Call, id: string, version: string): Policy {
  const found = versionsOf(call, id).find((one) => one.Version === version);
  if (found === undefined) {
    throw new AwsError("NoSuchTrafficPolicy", `No version ${version} of the traffic policy ${id} exists`, 404);
  }
  return found;
}

function instanceOf(call: Call): Instance {
  const id = call.path.id ?? "";
  const found = instances(call).get(id);
  if (found === undefined) {
    throw new AwsError("NoSuchTrafficPolicyInstance", `No traffic policy instance exists with the ID ${id}`, 404);
  }
  return found;
}

/** The texts below the root element of the request's body. */
function bodyOf(call: Call): Record<string, string | undefined> {
  const [top] = Object.values(parseXml(call.request.body.toString("utf8")));
  return Object.fromEntries(Object.keys((top as XmlTree) ?? {}).map((name) => [name, textOf(top, name)]));
}

function element(name: string, content: XmlTree, status = 200): Reply {
  return xmlReply({ [name]: { "@xmlns": NAMESPACE, ...content } }, status);
}

function policies(call: Call): Map<string, Policy[]> {
  return call.state.global(call.request, "route53 traffic policies");
}

function instances(call: Call): Map<string, Instance> {
  return call.state.global(call.request, "route53 traffic policy instances");
}
