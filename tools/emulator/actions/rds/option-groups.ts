import { text } from "../../protocol/params";
import { changeXml, type Reply } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { formOf } from "../forms";

/**
 * Option groups of versions that are missing in moto's list (MySQL 8.4).
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateOptionGroup.html
 */
export const optionGroups: Feature = {
  service: "rds",
  actions: {
    CreateOptionGroup: create,
    ModifyOptionGroup: async (call) => correct(call, await call.next()),
    DescribeOptionGroups: async (call) => correct(call, await call.next()),
  },
};

/** A version of each engine that moto supports. It replaces the others in requests to moto. */
const STAND_IN: Readonly<Record<string, string>> = { mysql: "8.0", mariadb: "10.6", postgres: "13" };

async function create(call: Call): Promise<Reply> {
  const { params } = call.request;
  const version = text(params, "MajorEngineVersion");
  const standIn = STAND_IN[text(params, "EngineName") ?? ""];
  if (version === undefined || standIn === undefined) {
    return call.next();
  }
  const form = formOf(call.request);
  form.set("MajorEngineVersion", standIn);
  const reply = await call.next({ body: form.toString() });
  if (reply.status < 300) {
    versions(call).set((text(params, "OptionGroupName") ?? "").toLowerCase(), version);
  }
  return correct(call, reply);
}

function correct(call: Call, reply: Reply): Reply {
  return changeXml(reply, (top) => {
    const result = top[`${call.request.action}Result`] as XmlTree;
    for (const group of [...children(result, "OptionGroup"), ...children(result.OptionGroupsList, "OptionGroup")]) {
      const version = versions(call).get(textOf(group, "OptionGroupName") ?? "");
      if (version !== undefined) {
        (group as XmlTree).MajorEngineVersion = version;
      }
    }
  });
}

function versions(call: Call): Map<string, string> {
  return call.state.regional(call.request, "rds option group versions");
}
