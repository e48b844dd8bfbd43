import { changeXml } from "../../protocol/reply";
import { buildXml, children, parseXml, textOf, type XmlTree } from "../../protocol/xml";
import type { Feature } from "../feature";

const API = "/2013-04-01/queryloggingconfig";
const ARN = "CloudWatchLogsLogGroupArn";

/**
 * Query logging of hosted zones. moto accepts the ARN of a log group only with `:*` at its end. Route 53 accepts it without, and
 * returns the ARN of the request.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateQueryLoggingConfig.html
 */
export const queryLogging: Feature = {
  service: "route53",
  routes: {
    [`POST ${API}`]: async (call) => {
      const body = parseXml(call.request.body.toString("utf8"));
      const top = body.CreateQueryLoggingConfigRequest as XmlTree;
      const arn = textOf(top, ARN) ?? "";
      const asked = { ...body, CreateQueryLoggingConfigRequest: { ...top, [ARN]: `${plain(arn)}:*` } };
      return changeXml(await call.next({ body: buildXml(asked) }), withPlainArns);
    },
    [`GET ${API}`]: async (call) => changeXml(await call.next(), withPlainArns),
    [`GET ${API}/{id}`]: async (call) => changeXml(await call.next(), withPlainArns),
  },
};

function withPlainArns(top: XmlTree): void {
  const listed = children(top.QueryLoggingConfigs as XmlTree, "QueryLoggingConfig");
  for (const config of [...children(top, "QueryLoggingConfig"), ...listed] as XmlTree[]) {
    config[ARN] = plain(textOf(config, ARN) ?? "");
  }
}

function plain(arn: string): string {
  return arn.replace(/:\*$/, "");
}
