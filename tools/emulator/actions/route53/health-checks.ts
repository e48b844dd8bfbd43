import { AwsError, changeXml, type Reply } from "../../protocol/reply";
import { children, parseXml, textOf, type XmlTree } from "../../protocol/xml";
import { alarmSettingsOf } from "../cloudwatch/metric-store";
import type { Call, Feature } from "../feature";
import { checksOf, childrenOf, type StoredCheck, typeOf } from "./check-store";

const API = "/2013-04-01";

/** Settings that Route 53 returns for every check. */
const DEFAULTS = { Inverted: "false", Disabled: "false" };
/** Elements of an update that are no settings. */
const NO_SETTINGS = ["@xmlns", "HealthCheckId", "HealthCheckVersion", "ResetElements"];

/**
 * Health checks of all types with their complete settings. moto stores the checks and their tags, but drops alarms and routing
 * controls. The gateway returns the settings of the request, and refuses the combinations that Route 53 refuses.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHealthCheck.html
 */
export const healthChecks: Feature = {
  service: "route53",
  routes: {
    [`POST ${API}/healthcheck`]: async (call) => {
      const top = parseXml(call.request.body.toString("utf8")).CreateHealthCheckRequest as XmlTree;
      const check = checked(call, { ...DEFAULTS, ...(top.HealthCheckConfig as XmlTree) }, 1);
      const reply = await call.next();
      const id = textOf(parseXml(reply.body).CreateHealthCheckResponse, "HealthCheck", "Id");
      if (id !== undefined) {
        checksOf(call.state, call.request).set(id, check);
      }
      return withSettings(call, reply);
    },
    [`GET ${API}/healthcheck`]: async (call) => withSettings(call, await call.next()),
    [`GET ${API}/healthcheck/{id}`]: async (call) => withSettings(call, await call.next()),
    [`POST ${API}/healthcheck/{id}`]: async (call) => {
      const before = checksOf(call.state, call.request).get(call.path.id ?? "");
      if (before === undefined) {
        return call.next();
      }
      // The SDK sends no body for an update without settings.
      const { UpdateHealthCheckRequest: changed = {} } = parseXml(call.request.body.toString("utf8")) as Update;
      const settings = Object.fromEntries(Object.entries(changed).filter(([name]) => !NO_SETTINGS.includes(name)));
      const reset = children(changed.ResetElements as XmlTree, "ResettableElementName");
      const config = Object.fromEntries(
        Object.entries({ ...before.config, ...settings }).filter(([name]) => !reset.includes(name)),
      );
      const check = checked(call, config, before.version + 1);
      const reply = await call.next();
      if (reply.status < 300) {
        checksOf(call.state, call.request).set(call.path.id ?? "", check);
      }
      return withSettings(call, reply);
    },
    [`DELETE ${API}/healthcheck/{id}`]: async (call) => {
      const id = call.path.id ?? "";
      const parent = [...checksOf(call.state, call.request).values()].find((check) => childrenOf(check).includes(id));
      if (parent) {
        throw new AwsError("HealthCheckInUse", `The health check ${id} is a child of a calculated health check`, 400);
      }
      checksOf(call.state, call.request).delete(id);
      return call.next();
    },
  },
};

interface Update {
  readonly UpdateHealthCheckRequest?: XmlTree;
}

/** @throws AwsError InvalidInput for settings that Route 53 refuses */
function checked(call: Call, config: XmlTree, version: number): StoredCheck {
  const type = textOf(config, "Type");
  if (type === "CALCULATED") {
    refuseChildren(call, childrenOf({ config }));
  }
  return { config, version, ...(type === "CLOUDWATCH_METRIC" ? { alarm: alarmOf(call, config) } : {}) };
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html */
function refuseChildren({ state, request }: Call, ids: readonly string[]): void {
  const checks = checksOf(state, request);
  for (const id of ids) {
    const child = checks.get(id);
    if (child === undefined) {
      throw invalid(`The child health check ${id} does not exist`);
    }
    if (typeOf(child) === "CALCULATED") {
      throw invalid("A calculated health check cannot monitor other calculated health checks");
    }
  }
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_AlarmIdentifier.html */
function alarmOf({ state, request }: Call, config: XmlTree): NonNullable<StoredCheck["alarm"]> {
  const region = textOf(config, "AlarmIdentifier", "Region") ?? "";
  const name = textOf(config, "AlarmIdentifier", "Name") ?? "";
  const alarm = alarmSettingsOf(state, { ...request, region }).get(name);
  if (alarm === undefined) {
    throw invalid(`No alarm ${name} on one metric with a plain statistic exists in ${region}`);
  }
  if (alarm.period < 60) {
    throw invalid("High-resolution metrics are not supported");
  }
  return alarm;
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidInput", `Invalid parameter : ${message}`, 400);
}

/** moto's response with the stored settings of each check. */
function withSettings({ state, request }: Call, reply: Reply): Reply {
  return changeXml(reply, (top) => {
    const listed = children(top.HealthChecks as XmlTree, "HealthCheck");
    for (const check of [...children(top, "HealthCheck"), ...listed] as XmlTree[]) {
      const stored = checksOf(state, request).get(textOf(check, "Id") ?? "");
      if (stored) {
        check.HealthCheckConfig = stored.config;
        check.HealthCheckVersion = `${stored.version}`;
      }
    }
  });
}
