import { text } from "../../protocol/params";
import { changeXml, type Reply } from "../../protocol/reply";
import { children, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";

/**
 * Adds the source of a parameter, which moto omits. moto has only parameters that users set, and Terraform reads only those.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html
 */
export const dbParameters: Feature = {
  service: "rds",
  actions: { DescribeDBParameters: withSource, DescribeDBClusterParameters: withSource },
};

async function withSource(call: Call): Promise<Reply> {
  const asked = text(call.request.params, "Source") ?? "user";
  return changeXml(await call.next(), (top) => {
    const result = top[`${call.request.action}Result`] as XmlTree;
    for (const parameter of children(result.Parameters, "Parameter")) {
      Object.assign(parameter, { Source: "user", IsModifiable: "true" });
    }
    if (asked !== "user") {
      result.Parameters = "";
    }
  });
}
