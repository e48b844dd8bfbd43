import { child, children, parseXml, textOf, type XmlNode } from "../../protocol/xml";
import type { Call, Feature } from "../feature";

const API = "/2013-04-01";

/**
 * Records. moto refuses to create a record that was deleted before with the same values, if a later name of the zone has a record.
 * The gateway then writes the records, unless one of them exists.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
export const recordSets: Feature = {
  service: "route53",
  routes: {
    [`POST ${API}/hostedzone/{id}/rrset`]: async (call) => {
      const reply = await call.next();
      if (reply.status < 300 || !reply.body.includes("already exists") || (await anyExists(call))) {
        return reply;
      }
      const body = call.request.body.toString("utf8");
      return call.next({ body: body.replaceAll("<Action>CREATE</Action>", "<Action>UPSERT</Action>") });
    },
  },
};

async function anyExists(call: Call): Promise<boolean> {
  const [request] = Object.values(parseXml(call.request.body.toString("utf8")));
  const created = children(child(request, "ChangeBatch", "Changes"), "Change")
    .filter((change) => textOf(change, "Action") === "CREATE")
    .map((change) => keyOf(child(change, "ResourceRecordSet")));
  for (const { name, type, key } of created) {
    const query = new URLSearchParams({ name, type, maxitems: "100" });
    const path = `${API}/hostedzone/${call.path.id}/rrset?${query}`;
    const { body } = await call.next({ method: "GET", path, body: "" });
    const [answer] = Object.values(parseXml(body));
    const found = children(child(answer, "ResourceRecordSets"), "ResourceRecordSet");
    if (found.some((record) => keyOf(record).key === key)) {
      return true;
    }
  }
  return false;
}

/** Name, type and set identifier together identify a record. */
function keyOf(record: XmlNode | undefined): { readonly name: string; readonly type: string; readonly key: string } {
  const name = `${textOf(record, "Name")}`.replace(/\.?$/, ".");
  const type = `${textOf(record, "Type")}`;
  return { name, type, key: `${name} ${type} ${textOf(record, "SetIdentifier")}` };
}
