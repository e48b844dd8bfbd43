import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { WriteDenial } from "../../../../tools/drill/aws/write-denial";

const ARN = "arn:aws:dynamodb:eu-west-1:111111111111:table/MyGlobalTable";
const NOW = Date.parse("2026-11-25T00:00:00Z");
const OWN = { Sid: "Own", Effect: "Allow" };

interface Stored {
  readonly Id?: string;
  readonly Statement: readonly { readonly Sid?: string }[];
}

/** A table with a policy, as DynamoDB keeps it. Refuses a change with another revision, and shows a change after some reads. */
class FakeTable {
  policy: Stored | undefined;
  revision = 1;
  /** Reads of the policy that return the one before the latest change. */
  staleReads = 0;
  /** Changes of the policy, by command. */
  readonly changes: string[] = [];
  private before: { policy: Stored | undefined; revision: number; reads: number } | undefined;

  readonly client = { send: (command: object) => this.answer(command) } as unknown as DynamoDBClient;

  private async answer(command: object): Promise<unknown> {
    const { input } = command as { input: { Policy?: string; ExpectedRevisionId?: string; ResourceArn?: string } };
    const name = command.constructor.name;
    if (name === "DescribeTableCommand") {
      return { Table: { TableArn: ARN } };
    }
    expect(input.ResourceArn).toBe(ARN);
    if (name === "GetResourcePolicyCommand") {
      return this.read();
    }
    expect(input.ExpectedRevisionId).toBe(this.policy ? `${this.revision}` : "NO_POLICY");
    this.before = { policy: this.policy, revision: this.revision, reads: this.staleReads };
    this.revision += 1;
    this.policy = name === "PutResourcePolicyCommand" ? JSON.parse(input.Policy ?? "") : undefined;
    this.changes.push(name);
    return {};
  }

  private read() {
    const isStale = this.before !== undefined && this.before.reads > 0;
    if (this.before && isStale) {
      this.before.reads -= 1;
    }
    const { policy, revision } = this.before && isStale ? this.before : this;
    if (!policy) {
      throw Object.assign(new Error("no policy"), { name: "PolicyNotFoundException" });
    }
    return { Policy: JSON.stringify({ Version: "2012-10-17", ...policy }), RevisionId: `${revision}` };
  }
}

function rig() {
  const table = new FakeTable();
  const paused = jest.fn(async () => undefined);
  return { table, paused, denial: new WriteDenial(table.client, "MyGlobalTable", paused) };
}

describe("WriteDenial", () => {
  it("denies the writes of the roles on this table only, for half an hour", async () => {
    const { table, denial } = rig();
    await denial.add("k3v9x2ab", ["items-create-item", "items-health"], NOW);
    expect(table.policy?.Statement).toEqual([
      {
        Sid: "TierraDrillk3v9x2ab",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
        Resource: ARN,
        Condition: {
          ArnEquals: {
            "aws:PrincipalArn": [
              "arn:aws:iam::111111111111:role/items-create-item",
              "arn:aws:iam::111111111111:role/items-health",
            ],
          },
          DateLessThan: { "aws:CurrentTime": "2026-11-25T00:30:00.000Z" },
        },
      },
    ]);
    expect(await denial.drills()).toEqual(["k3v9x2ab"]);
  });

  it("deletes a policy that it has created, and has no effect the second time", async () => {
    const { table, denial } = rig();
    await denial.add("k3v9x2ab", ["role"], NOW);
    await denial.remove();
    expect(table.policy).toBeUndefined();
    const { revision } = table;
    await denial.remove();
    expect([table.revision, await denial.drills()]).toEqual([revision, []]);
  });

  it("keeps the rest of the table's policy", async () => {
    const { table, denial } = rig();
    const own = { Version: "2012-10-17", Id: "own", Statement: [OWN] };
    table.policy = own;
    await denial.add("k3v9x2ab", ["role"], NOW);
    expect(table.policy?.Statement.map(({ Sid }) => Sid)).toEqual(["Own", "TierraDrillk3v9x2ab"]);
    await denial.remove();
    expect(table.policy).toEqual(own);
  });

  it("waits until DynamoDB shows the statement, and until it shows its end", async () => {
    const { table, denial, paused } = rig();
    table.staleReads = 5;
    await denial.add("k3v9x2ab", ["role"], NOW);
    expect([paused.mock.calls.length, await denial.drills()]).toEqual([5, ["k3v9x2ab"]]);
    await denial.remove();
    expect([paused.mock.calls.length, await denial.drills()]).toEqual([10, []]);
  });

  it("removes a statement that a read does not show yet, because its drill was killed a moment before", async () => {
    const { table, denial } = rig();
    table.staleReads = 2;
    const killed = new WriteDenial(table.client, "MyGlobalTable", () => Promise.reject(new Error("killed")));
    await expect(killed.add("k3v9x2ab", ["role"], NOW)).rejects.toThrow("killed");
    await denial.remove();
    expect([table.policy, table.changes]).toEqual([
      undefined,
      ["PutResourcePolicyCommand", "DeleteResourcePolicyCommand"],
    ]);
  });

  it("fails if DynamoDB never shows the change", async () => {
    const { table, denial } = rig();
    table.staleReads = Number.POSITIVE_INFINITY;
    await expect(denial.add("k3v9x2ab", ["role"], NOW)).rejects.toThrow(
      `the policy of ${ARN} must show its change, got the policy before it; look at the table's permissions`,
    );
  });

  it("refuses a policy of the old version, and changes nothing", async () => {
    const { table, denial } = rig();
    table.policy = { Version: "2008-10-17", Statement: [OWN] } as Stored;
    await expect(denial.add("k3v9x2ab", ["role"], NOW)).rejects.toThrow(
      `the policy of ${ARN} must have Version 2012-10-17, got "2008-10-17"; update it first`,
    );
    expect(table.changes).toEqual([]);
  });
});
