import { randomBytes } from "node:crypto";
import { list, type Params, text, texts } from "../../protocol/params";
import { changeXml, type Reply } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { bodyWithout } from "../forms";

/**
 * Corrections for DB instances. moto uses one resource ID for all of them, although Terraform reads instances by that ID. It also
 * drops many attributes. A read replica shares its lists with its source.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
 */
export const dbInstances: Feature = {
  service: "rds",
  actions: {
    CreateDBInstance: (call) => remember(call),
    CreateDBInstanceReadReplica: (call) => remember(call),
    RestoreDBInstanceFromDBSnapshot: (call) => remember(call),
    RestoreDBInstanceToPointInTime: (call) => remember(call, "TargetDBInstanceIdentifier"),
    ModifyDBInstance: (call) => remember(call),
    DescribeDBInstances: describe,
    StartDBInstance: async (call) => correct(call, await call.next()),
    StopDBInstance: async (call) => correct(call, await call.next()),
    RebootDBInstance: async (call) => correct(call, await call.next()),
    DeleteDBInstance: async (call) => {
      const reply = correct(call, await call.next());
      if (reply.status < 300) {
        table(call).delete(identifier(call.request.params));
      }
      return reply;
    },
  },
};

/** Stored facts about an instance. They replace elements of moto's response. */
interface Kept {
  readonly resourceId: string;
  readonly facts: XmlTree;
  readonly logExports: readonly string[];
  /** Whether the instance is restored to a point in time. moto considers it a replica of its source. */
  readonly restored?: boolean;
}

/** Parameters that moto drops, with the response element that contains each. */
const DROPPED: Readonly<Record<string, string>> = {
  EnablePerformanceInsights: "PerformanceInsightsEnabled",
  PerformanceInsightsKMSKeyId: "PerformanceInsightsKMSKeyId",
  PerformanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
  MonitoringInterval: "MonitoringInterval",
  MonitoringRoleArn: "MonitoringRoleArn",
  EnableIAMDatabaseAuthentication: "IAMDatabaseAuthenticationEnabled",
  CACertificateIdentifier: "CACertificateIdentifier",
  DatabaseInsightsMode: "DatabaseInsightsMode",
  DedicatedLogVolume: "DedicatedLogVolume",
  EngineLifecycleSupport: "EngineLifecycleSupport",
  NetworkType: "NetworkType",
};

/** Default certificate authority of an instance, as in AWS since 2024. moto returns `rds-ca-default`. */
const DEFAULT_FACTS: XmlTree = { CACertificateIdentifier: "rds-ca-rsa2048-g1" };

/** Stored only in the gateway, because in moto a replica and its source share one list. */
const LOG_EXPORTS = ["EnableCloudwatchLogsExports", "CloudwatchLogsExportConfiguration"];

async function remember(call: Call, idParameter = "DBInstanceIdentifier"): Promise<Reply> {
  const { params } = call.request;
  const reply = await call.next({ body: bodyWithout(call.request, ...LOG_EXPORTS) });
  if (reply.status >= 300) {
    return reply;
  }
  const id = identifier(params, idParameter);
  const before = keptOf(call, id);
  const restored = before.restored || call.request.action === "RestoreDBInstanceToPointInTime";
  const facts = { ...before.facts, ...factsIn(params) };
  const after = { ...before, facts, logExports: exportsAfter(before, params), restored };
  const renamed = text(params, "NewDBInstanceIdentifier")?.toLowerCase();
  if (renamed !== undefined) {
    table(call).delete(id);
  }
  table(call).set(renamed ?? id, after);
  return correct(call, reply);
}

async function describe(call: Call): Promise<Reply> {
  const { params, action } = call.request;
  const filters = list(params, "Filters", "Filter");
  const wanted = filters.find((one) => text(one, "Name") === "dbi-resource-id");
  if (wanted === undefined) {
    return correct(call, await call.next());
  }
  const ids = texts(wanted, "Values", "Value");
  // moto has another resource ID. So the gateway requests all instances and filters them.
  const reply = correct(call, await call.next({ body: bodyWithout(call.request, "Filters") }));
  return changeXml(reply, (top) => {
    const instances = (top[`${action}Result`] as XmlTree).DBInstances as XmlTree;
    const found = children(instances, "DBInstance").filter((one) => ids.includes(textOf(one, "DbiResourceId") ?? ""));
    (top[`${action}Result`] as XmlTree).DBInstances = found.length > 0 ? { DBInstance: found } : "";
  });
}

/** Corrects every instance in a response. */
function correct(call: Call, reply: Reply): Reply {
  return changeXml(reply, (top) => {
    const result = top[`${call.request.action}Result`] as XmlTree;
    for (const one of [...children(result, "DBInstance"), ...children(result.DBInstances, "DBInstance")]) {
      const instance = one as XmlTree;
      const { resourceId, facts, logExports, restored } = keptOf(call, textOf(instance, "DBInstanceIdentifier") ?? "");
      const exported = logExports.length > 0 ? { member: [...logExports] } : "";
      Object.assign(instance, { ...facts, DbiResourceId: resourceId, EnabledCloudwatchLogsExports: exported });
      if (restored) {
        delete instance.ReadReplicaSourceDBInstanceIdentifier;
      }
    }
  });
}

function factsIn(params: Params): XmlTree {
  const facts: XmlTree = {};
  for (const [parameter, element] of Object.entries(DROPPED)) {
    const value = text(params, parameter);
    if (value !== undefined) {
      facts[element] = value;
    }
  }
  return facts;
}

function exportsAfter(before: Kept, params: Params): readonly string[] {
  const enable = texts(params, "CloudwatchLogsExportConfiguration", "EnableLogTypes");
  const disable = texts(params, "CloudwatchLogsExportConfiguration", "DisableLogTypes");
  const created = texts(params, "EnableCloudwatchLogsExports");
  const all = new Set([...before.logExports, ...created, ...enable]);
  return [...all].filter((one) => !disable.includes(one));
}

function identifier(params: Params, parameter = "DBInstanceIdentifier"): string {
  return (text(params, parameter) ?? "").toLowerCase();
}

/** The stored facts about an instance. Created on first use, because restores and Aurora create instances without a request. */
function keptOf(call: Call, id: string): Kept {
  const found = table(call).get(id);
  if (found !== undefined) {
    return found;
  }
  const made = { resourceId: `db-${resourceId()}`, facts: DEFAULT_FACTS, logExports: [] };
  table(call).set(id, made);
  return made;
}

function table(call: Call): Map<string, Kept> {
  return call.state.regional(call.request, "rds instances");
}

/** A random ID in RDS's format: 26 characters of base32. */
function resourceId(): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return Array.from(randomBytes(26), (byte) => alphabet[byte % 32]).join("");
}
