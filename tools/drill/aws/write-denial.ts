import {
  DeleteResourcePolicyCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-dynamodb";
import { UsageError } from "../../shared/usage-error";

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Sid?: string }[];
}

/** Start of the statement's ID. The ID of the drill follows. */
const SID = "TierraDrill";
/** Milliseconds after which the statement has no effect. It is longer than the longest drill. */
const EXPIRES_MS = 30 * 60_000;
/** `ExpectedRevisionId` of a table without a policy. */
const NO_POLICY = "NO_POLICY";

/**
 * Denies the writes of some roles on one replica, by a statement in the table's policy. Reads, other principals, replication and the
 * other replicas are not affected. The statement loses its effect at a fixed time, also if nothing removes it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html
 */
export class WriteDenial {
  private readonly dynamodb: DynamoDBClient;
  private readonly TableName: string;

  constructor(dynamodb: DynamoDBClient, tableName: string) {
    this.dynamodb = dynamodb;
    this.TableName = tableName;
  }

  async tableArn(): Promise<string> {
    const { Table } = await this.dynamodb.send(new DescribeTableCommand({ TableName: this.TableName }));
    return Table?.TableArn ?? "";
  }

  /**
   * Adds the statement.
   *
   * @param roles names of the roles
   * @param now milliseconds since 1970
   */
  async add(id: string, roles: readonly string[], now: number): Promise<void> {
    const ResourceArn = await this.tableArn();
    const [, partition, , , account] = ResourceArn.split(":");
    const { policy, revision } = await this.policy(ResourceArn);
    const statement = {
      Sid: `${SID}${id}`,
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
      Resource: ResourceArn,
      Condition: {
        ArnEquals: { "aws:PrincipalArn": roles.map((role) => `arn:${partition}:iam::${account}:role/${role}`) },
        DateLessThan: { "aws:CurrentTime": new Date(now + EXPIRES_MS).toISOString() },
      },
    };
    await this.put(ResourceArn, [...withoutDrills(policy), statement], revision);
  }

  /** Removes the statements of all drills. Has no effect without one. */
  async remove(): Promise<void> {
    const ResourceArn = await this.tableArn();
    const { policy, revision } = await this.policy(ResourceArn);
    const kept = withoutDrills(policy);
    if (kept.length === policy.Statement.length) {
      return;
    }
    if (kept.length > 0) {
      await this.put(ResourceArn, kept, revision);
    } else {
      await this.dynamodb.send(new DeleteResourcePolicyCommand({ ResourceArn, ExpectedRevisionId: revision }));
    }
  }

  /** IDs of the drills whose statements the policy has. */
  async drills(): Promise<readonly string[]> {
    const { policy } = await this.policy(await this.tableArn());
    return policy.Statement.flatMap(({ Sid = "" }) => (Sid.startsWith(SID) ? [Sid.slice(SID.length)] : []));
  }

  private async put(ResourceArn: string, Statement: Policy["Statement"], revision: string): Promise<void> {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await this.dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy, ExpectedRevisionId: revision }));
  }

  private async policy(ResourceArn: string): Promise<{ policy: Policy; revision: string }> {
    try {
      const { Policy = "", RevisionId = NO_POLICY } = await this.dynamodb.send(
        new GetResourcePolicyCommand({ ResourceArn }),
      );
      return { policy: parsed(Policy, ResourceArn), revision: RevisionId };
    } catch (error) {
      if ((error as Error).name === "PolicyNotFoundException") {
        return { policy: { Version: "2012-10-17", Statement: [] }, revision: NO_POLICY };
      }
      throw error;
    }
  }
}

function withoutDrills({ Statement }: Policy): Policy["Statement"] {
  return Statement.filter(({ Sid = "" }) => !Sid.startsWith(SID));
}

/** IAM also accepts a single statement that is not in a list. */
function parsed(text: string, arn: string): Policy {
  const { Statement, ...rest } = JSON.parse(text) as { Version: string; Statement: unknown };
  const list = Array.isArray(Statement) ? Statement : [Statement];
  if (rest.Version !== "2012-10-17") {
    throw new UsageError(
      `the policy of ${arn} must have Version 2012-10-17, got ${JSON.stringify(rest.Version)}; update it first`,
    );
  }
  return { Version: rest.Version, Statement: list as Policy["Statement"] };
}
