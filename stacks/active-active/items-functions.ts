import { Construct } from "constructs";
import { LambdaFunction } from "../../modules/functions/lambda-function";
import type { PolicyStatement } from "../../modules/shared/iam";

/** The functions behind the items API, by the names that its description uses. */
export type ItemsFunctionName = "get-item" | "create-item" | "health";

export interface ItemsFunctionsProps {
  /** Prefix of the functions' names, e.g. `project-x-prod-items-eu-west-1`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Closed but for the way to DynamoDB. */
  readonly network: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  readonly table: {
    readonly name: string;
    /** ARN in this region. */
    readonly arn: string;
    /** Key of ours in this region; without one DynamoDB's own. */
    readonly kmsKeyArn?: string;
  };
  /** Executions at a time that each function has to itself. */
  readonly concurrency: Readonly<Record<ItemsFunctionName, number>>;
  /** Encrypts logs and environments. */
  readonly kmsKeyArn: string;
  readonly logRetentionInDays: number;
}

interface Purpose {
  readonly description: string;
  /** What API Gateway waits for at most, `timeoutInMillis` of the description, in whole seconds. */
  readonly timeoutSeconds: number;
  readonly actions: readonly string[];
}

const PURPOSES: Readonly<Record<ItemsFunctionName, Purpose>> = {
  "get-item": { description: "Reads an item in its region", timeoutSeconds: 10, actions: ["dynamodb:GetItem"] },
  "create-item": {
    description: "Creates an item, or overwrites one",
    timeoutSeconds: 20,
    // It reads what stands under the id before it overwrites, and after a condition has failed.
    actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
  },
  health: { description: "Tells whether its region can answer", timeoutSeconds: 2, actions: ["dynamodb:GetItem"] },
};

/** The key that the probe reads; `lambdas/items/health/handler.ts` keeps callers from creating it. */
const PROBED_KEY = "_tierra_health";

/** CPU comes with memory, a whole one at 1,769: 0.29 of it, for cold starts. Afterwards the functions wait for DynamoDB. */
const MEMORY_MIB = 512;

/** The functions of one region: each with a role that may do to the region's table what it does, and no more. */
export class ItemsFunctions extends Construct {
  readonly functions: Readonly<Record<ItemsFunctionName, LambdaFunction>>;

  constructor(scope: Construct, id: string, props: ItemsFunctionsProps) {
    super(scope, id);
    this.functions = {
      "get-item": this.createFunction("get-item", props),
      "create-item": this.createFunction("create-item", props),
      health: this.createFunction("health", props),
    };
  }

  private createFunction(which: ItemsFunctionName, props: ItemsFunctionsProps): LambdaFunction {
    const { description, timeoutSeconds } = PURPOSES[which];
    return new LambdaFunction(this, which, {
      name: `${props.name}-${which}`,
      description,
      entry: `lambdas/items/${which}/handler.ts`,
      accountId: props.accountId,
      region: props.region,
      network: props.network,
      kmsKeyArn: props.kmsKeyArn,
      logRetentionInDays: props.logRetentionInDays,
      memoryMiB: MEMORY_MIB,
      timeoutSeconds,
      reservedConcurrency: props.concurrency[which],
      environment: {
        TABLE_NAME: props.table.name,
        // The drill switch: anything but 200 is what the region's health answers.
        ...(which === "health" ? { STATUS: "200" } : {}),
      },
      statements: [tableStatement(which, props), ...keyStatements(which, props)],
    });
  }
}

function tableStatement(which: ItemsFunctionName, { table }: ItemsFunctionsProps): PolicyStatement {
  return {
    sid: "UseTable",
    actions: PURPOSES[which].actions,
    resources: [table.arn],
    ...(which === "health"
      ? { conditions: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [PROBED_KEY] } } }
      : {}),
  };
}

/**
 * DynamoDB asks KMS in the caller's name. No way to KMS is needed in the VPC for it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
function keyStatements(which: ItemsFunctionName, { table, region }: ItemsFunctionsProps): PolicyStatement[] {
  if (!table.kmsKeyArn) {
    return [];
  }
  const writes = PURPOSES[which].actions.includes("dynamodb:PutItem");
  return [
    {
      sid: "UseTableKey",
      actions: [
        "kms:Decrypt",
        "kms:DescribeKey",
        ...(writes ? ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"] : []),
      ],
      resources: [table.kmsKeyArn],
      conditions: { StringEquals: { "kms:ViaService": `dynamodb.${region}.amazonaws.com` } },
    },
  ];
}
