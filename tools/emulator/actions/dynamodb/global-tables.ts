import { at, list, type Params, text } from "../../protocol/params";
import { AwsError, changeJson, type Reply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

/**
 * Replicas of a table in other regions, version 2019.11.21: each replica is a moto table in its region, and all replicas list
 * each other. Neither items nor indexes are replicated.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
export const globalTables: Feature = {
  service: "dynamodb",
  actions: {
    UpdateTable: async (call) => {
      const [update] = list(call.request.params, "ReplicaUpdates");
      if (update === undefined) {
        return withReplicas(call, await call.next(), "TableDescription");
      }
      const table = await describe(call);
      const create = at(update, "Create") as Params | undefined;
      if (create) {
        await createReplica(call, table, create);
      }
      const removed = text(update, "Delete", "RegionName");
      if (removed !== undefined) {
        await deleteReplica(call, removed);
      }
      return withReplicas(call, await ask(call, "DescribeTable", { TableName: tableName(call) }), "Table");
    },
    DescribeTable: async (call) => withReplicas(call, await call.next(), "Table"),
    DeleteTable: async (call) => {
      const reply = await call.next();
      if (reply.status < 300) {
        leave(call, call.request.region);
      }
      return reply;
    },
  },
};

/** Fields that each replica has separately. */
interface Replica extends Params {
  readonly RegionName: string;
}

/** All regions of a table, with the one where it was created. */
type Members = Map<string, Replica>;

interface Description extends Params {
  readonly TableName: string;
}

const LOCAL_REGION =
  "Cannot add, delete, or update the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as required.";

async function createReplica(call: Call, table: Description, create: Params): Promise<void> {
  const region = text(create, "RegionName") ?? "";
  const members = membersOf(call);
  if (region === call.request.region) {
    throw new AwsError("ValidationException", LOCAL_REGION);
  }
  if (members.has(region) || (await exists(call, region))) {
    throw new AwsError(
      "ValidationException",
      `Failed to create a the new replica of table with name: '${table.TableName}' because one or more replicas already existed as tables.`,
    );
  }
  const key = text(create, "KMSMasterKeyId");
  const encrypted = key !== undefined || at(table, "SSEDescription") !== undefined;
  const made = await ask(
    call,
    "CreateTable",
    {
      TableName: table.TableName,
      AttributeDefinitions: table.AttributeDefinitions,
      KeySchema: table.KeySchema,
      BillingMode: text(table, "BillingModeSummary", "BillingMode") ?? "PROVISIONED",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      // Without its own key, a replica uses the AWS managed key of DynamoDB, as its table does.
      ...(encrypted
        ? { SSESpecification: { Enabled: true, SSEType: "KMS", ...(key ? { KMSMasterKeyId: key } : {}) } }
        : {}),
    },
    region,
  );
  if (made.status >= 300) {
    throw failure(made);
  }
  members.set(call.request.region, { RegionName: call.request.region });
  members.set(region, { RegionName: region, ...(key ? { KMSMasterKeyId: key } : {}) });
}

async function deleteReplica(call: Call, region: string): Promise<void> {
  if (region === call.request.region) {
    throw new AwsError("ValidationException", LOCAL_REGION);
  }
  if (!membersOf(call).has(region)) {
    // DynamoDB's exact message. Clients that delete a table with its replicas treat it as success.
    throw new AwsError(
      "ValidationException",
      "Replica specified in the Replica Update or Replica Delete action of the request was not found.",
    );
  }
  const gone = await ask(call, "DeleteTable", { TableName: tableName(call) }, region);
  if (gone.status >= 300) {
    throw failure(gone);
  }
  leave(call, region);
}

/** A table with one region is not a global table. */
function leave(call: Call, region: string): void {
  const members = membersOf(call);
  members.delete(region);
  if (members.size < 2) {
    members.clear();
  }
}

/** Adds every replica except the one of the request's Region to an answer. */
function withReplicas(call: Call, reply: Reply, element: "Table" | "TableDescription"): Reply {
  const others = [...membersOf(call).values()].filter(({ RegionName }) => RegionName !== call.request.region);
  return changeJson(reply, (answer) => {
    // The answer to UpdateTable has `TableDescription`, also where it was made from moto's answer to DescribeTable.
    if (call.request.action === "UpdateTable" && element === "Table") {
      answer.TableDescription = answer.Table;
      delete answer.Table;
    }
    const table = answer.TableDescription ?? answer.Table;
    if (others.length === 0) {
      return;
    }
    table.GlobalTableVersion = "2019.11.21";
    table.Replicas = others.map((replica) => ({ ...replica, ReplicaStatus: "ACTIVE" }));
  });
}

async function describe(call: Call): Promise<Description> {
  const reply = await ask(call, "DescribeTable", { TableName: tableName(call) });
  if (reply.status >= 300) {
    throw failure(reply);
  }
  return JSON.parse(reply.body).Table;
}

async function exists(call: Call, region: string): Promise<boolean> {
  return (await ask(call, "DescribeTable", { TableName: tableName(call) }, region)).status < 300;
}

/** Another action, in the request's region or in another one: the signature of a request contains its region. */
function ask(call: Call, action: string, params: Params, region = call.request.region): Promise<Reply> {
  const authorization = call.request.headers.authorization ?? "";
  return call.next({
    headers: {
      "x-amz-target": `DynamoDB_20120810.${action}`,
      authorization: authorization.replace(`/${call.request.region}/dynamodb/`, `/${region}/dynamodb/`),
    },
    body: JSON.stringify(params),
  });
}

function failure(reply: Reply): AwsError {
  const { __type, message, Message } = JSON.parse(reply.body);
  return new AwsError(`${__type}`.replace(/^.*#/, ""), message ?? Message, reply.status);
}

/** `TableName` can also be an ARN. */
function tableName(call: Call): string {
  return (text(call.request.params, "TableName") ?? "").replace(/^arn:.*:table\//, "");
}

function membersOf(call: Call): Members {
  const tables = call.state.global<Members>(call.request, "dynamodb global tables");
  const name = tableName(call);
  const found = tables.get(name) ?? new Map<string, Replica>();
  tables.set(name, found);
  return found;
}
