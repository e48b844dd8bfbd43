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
  readonly Id?: string;
  readonly Statement: readonly { readonly Sid?: string }[];
}

interface Revision {
  readonly policy: Policy;
  readonly revision: string;
}

/** Start of the statement's ID. The ID of the drill follows. */
const SID = "TierraDrill";
/** Milliseconds after which the statement has no effect. It is longer than the longest drill. */
const EXPIRES_MS = 30 * 60_000;
/** Reads of the policy until it shows a change. */
const LOOKS = 30;
/** Reads of a policy that shows no drill, until the drill believes it. */
const LOOKS_AT_NOTHING = 3;

/**
 * Denies the writes of some roles on one replica, by a statement in the table's policy. Reads, other principals, replication and the
 * other replicas are not affected. The statement loses its effect at a fixed time, also if nothing removes it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html
 */
export class WriteDenial {
  private readonly dynamodb: DynamoDBClient;
  private readonly TableName: string;
  private readonly pause: () => Promise<void>;

  /** @param pause waits for about two seconds */
  constructor(dynamodb: DynamoDBClient, tableName: string, pause: () => Promise<void>) {
    this.dynamodb = dynamodb;
    this.TableName = tableName;
    this.pause = pause;
  }

  async tableArn(): Promise<string> {
    const { Table } = await this.dynamodb.send(new DescribeTableCommand({ TableName: this.TableName }));
    return known(Table?.TableArn, `the ARN of the table ${this.TableName}`);
  }

  /**
   * Adds the statement, and waits until DynamoDB shows it.
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
    await this.put(ResourceArn, { ...policy, Statement: [...withoutDrills(policy), statement] }, revision);
    await this.confirm(ResourceArn, (changed) => drillsOf(changed).includes(id));
  }

  /** Removes the statements of all drills, and waits until DynamoDB shows none. Has no effect without one. */
  async remove(): Promise<void> {
    const ResourceArn = await this.tableArn();
    const hasDrill = (found: Policy) => drillsOf(found).length > 0;
    const { policy, revision } = await this.read(ResourceArn, hasDrill, LOOKS_AT_NOTHING);
    if (!hasDrill(policy)) {
      return;
    }
    const Statement = withoutDrills(policy);
    if (Statement.length > 0) {
      await this.put(ResourceArn, { ...policy, Statement }, revision);
    } else {
      await this.dynamodb.send(new DeleteResourcePolicyCommand({ ResourceArn, ExpectedRevisionId: revision }));
    }
    await this.confirm(ResourceArn, (changed) => !hasDrill(changed));
  }

  /** IDs of the drills whose statements the policy has. */
  async drills(): Promise<readonly string[]> {
    return drillsOf((await this.policy(await this.tableArn())).policy);
  }

  private async put(ResourceArn: string, policy: Policy, revision: string): Promise<void> {
    const Policy = JSON.stringify(policy);
    await this.dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy, ExpectedRevisionId: revision }));
  }

  private async confirm(ResourceArn: string, isChanged: (policy: Policy) => boolean): Promise<void> {
    const { policy } = await this.read(ResourceArn, isChanged, LOOKS);
    if (!isChanged(policy)) {
      throw new UsageError(
        `the policy of ${ResourceArn} must show its change, got the policy before it; look at the table's permissions`,
      );
    }
  }

  /** Reads the policy until it is as expected. For some seconds after a change, a read can return the policy before it. */
  private async read(ResourceArn: string, isExpected: (policy: Policy) => boolean, looks: number): Promise<Revision> {
    let found = await this.policy(ResourceArn);
    for (let look = 1; look < looks && !isExpected(found.policy); look += 1) {
      await this.pause();
      found = await this.policy(ResourceArn);
    }
    return found;
  }

  private async policy(ResourceArn: string): Promise<Revision> {
    try {
      const { Policy, RevisionId } = await this.dynamodb.send(new GetResourcePolicyCommand({ ResourceArn }));
      return {
        policy: parsed(known(Policy, `the policy of ${ResourceArn}`), ResourceArn),
        revision: known(RevisionId, `the revision of the policy of ${ResourceArn}`),
      };
    } catch (error) {
      if ((error as Error).name === "PolicyNotFoundException") {
        // The value of `ExpectedRevisionId` for a table without a policy.
        return { policy: { Version: "2012-10-17", Statement: [] }, revision: "NO_POLICY" };
      }
      throw error;
    }
  }
}

function withoutDrills({ Statement }: Policy): Policy["Statement"] {
  return Statement.filter(({ Sid = "" }) => !Sid.startsWith(SID));
}

function drillsOf({ Statement }: Policy): readonly string[] {
  return Statement.flatMap(({ Sid = "" }) => (Sid.startsWith(SID) ? [Sid.slice(SID.length)] : []));
}

/** @throws UsageError without a value */
function known(value: string | undefined, what: string): string {
  if (value === undefined) {
    throw new UsageError(`DynamoDB must return ${what}, got nothing; look at the table in the console of DynamoDB`);
  }
  return value;
}

/** IAM also accepts a single statement that is not in a list. */
function parsed(text: string, arn: string): Policy {
  const { Statement, ...rest } = JSON.parse(text) as { Version: string; Id?: string; Statement: unknown };
  const list = Array.isArray(Statement) ? Statement : [Statement];
  if (rest.Version !== "2012-10-17") {
    throw new UsageError(
      `the policy of ${arn} must have Version 2012-10-17, got ${JSON.stringify(rest.Version)}; update it first`,
    );
  }
  return { ...rest, Statement: list as Policy["Statement"] };
}
