import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { WriteDenial } from "../../../../tools/drill/aws/write-denial";

const ARN = "arn:aws:dynamodb:eu-west-1:111111111111:table/MyGlobalTable";
const NOW = Date.parse("2026-11-25T00:00:00Z");
const OWN = { Sid: "Own", Effect: "Allow" };

/** A table with a policy, as DynamoDB keeps it. Refuses a change with another revision. */
class FakeTable {
  policy: { Statement: { Sid?: string }[] } | undefined;
  revision = 1;

  readonly client = { send: (command: object) => this.answer(command) } as unknown as DynamoDBClient;

  private async answer(command: object): Promise<unknown> {
    const { input } = command as { input: { Policy?: string; ExpectedRevisionId?: string; ResourceArn?: string } };
    const name = command.constructor.name;
    if (name === "DescribeTableCommand") {
      return { Table: { TableArn: ARN } };
    }
    expect(input.ResourceArn).toBe(ARN);
    if (name === "GetResourcePolicyCommand") {
      if (!this.policy) {
        throw Object.assign(new Error("no policy"), { name: "PolicyNotFoundException" });
      }
      return { Policy: JSON.stringify({ Version: "2012-10-17", ...this.policy }), RevisionId: `${this.revision}` };
    }
    expect(input.ExpectedRevisionId).toBe(this.policy ? `${this.revision}` : "NO_POLICY");
    this.revision += 1;
    this.policy = name === "PutResourcePolicyCommand" ? JSON.parse(input.Policy ?? "") : undefined;
    return {};
  }
}

describe("WriteDenial", () => {
  it("denies the writes of the roles on this table only, for half an hour", async () => {
    const table = new FakeTable();
    const denial = new WriteDenial(table.client, "MyGlobalTable");
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
    const table = new FakeTable();
    const denial = new WriteDenial(table.client, "MyGlobalTable");
    await denial.add("k3v9x2ab", ["role"], NOW);
    await denial.remove();
    expect(table.policy).toBeUndefined();
    const { revision } = table;
    await denial.remove();
    expect([table.revision, await denial.drills()]).toEqual([revision, []]);
  });

  it("keeps the other statements of the table's policy", async () => {
    const table = new FakeTable();
    table.policy = { Statement: [OWN] };
    const denial = new WriteDenial(table.client, "MyGlobalTable");
    await denial.add("k3v9x2ab", ["role"], NOW);
    expect(table.policy?.Statement.map(({ Sid }) => Sid)).toEqual(["Own", "TierraDrillk3v9x2ab"]);
    await denial.remove();
    expect(table.policy?.Statement).toEqual([OWN]);
  });
});
