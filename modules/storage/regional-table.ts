import { viaService } from "../security/key-statements";
import type { PolicyStatement } from "../shared/iam";

/** A DynamoDB table in one Region, as policies name it. */
export interface RegionalTableProps {
  /** Name of the table. */
  readonly name: string;
  /** ARN of the table in this Region. */
  readonly arn: string;
  /** Name of the Region. */
  readonly region: string;
  /** ARN of the customer managed key in this Region. @default the AWS managed key of DynamoDB, which needs no statement */
  readonly kmsKeyArn?: string | undefined;
}

/** Partition keys whose items a caller may use. */
export interface KeyedAccess {
  /** Keys of the items that the caller may read. */
  readonly read: readonly string[];
  /** Keys of the items that the caller may create and replace. */
  readonly write: readonly string[];
}

const READ = ["dynamodb:GetItem"];
const WRITE = ["dynamodb:PutItem"];
const READ_AND_WRITE = [...READ, ...WRITE];

/** What DynamoDB does with a table's key on behalf of a caller that writes. */
const USE_KEY = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/** A DynamoDB table in one Region, with the statements for access to its items by key. */
export class RegionalTable {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** The actions that {@link writeStatements} allows, e.g. for the policy of a gateway endpoint. */
  readonly actions: readonly string[] = READ_AND_WRITE;

  private readonly kmsKeyArn: string | undefined;

  constructor({ name, arn, region, kmsKeyArn }: RegionalTableProps) {
    this.name = name;
    this.arn = arn;
    this.region = region;
    this.kmsKeyArn = kmsKeyArn;
  }

  /** Lets a caller read single items. */
  readStatements(): PolicyStatement[] {
    return [
      { sid: "UseTable", actions: READ, resources: [this.arn] },
      ...this.keyStatements(["kms:Decrypt", "kms:DescribeKey"]),
    ];
  }

  /** Lets a caller read single items, create them and replace them. */
  writeStatements(): PolicyStatement[] {
    return [{ sid: "UseTable", actions: READ_AND_WRITE, resources: [this.arn] }, ...this.keyStatements(USE_KEY)];
  }

  /** Lets a caller read and write the items of some partition keys, and no others. A `*` in a key is any text. */
  keyedStatements({ read, write }: KeyedAccess): PolicyStatement[] {
    return [
      { sid: "ReadItems", actions: READ, resources: [this.arn], conditions: leadingKeys(read) },
      { sid: "WriteItems", actions: WRITE, resources: [this.arn], conditions: leadingKeys(write) },
      ...this.keyStatements(USE_KEY),
    ];
  }

  /**
   * DynamoDB calls KMS on behalf of the caller. The caller's VPC needs no route to KMS.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  private keyStatements(actions: readonly string[]): PolicyStatement[] {
    return this.kmsKeyArn === undefined
      ? []
      : [
          {
            sid: "UseTableKey",
            actions,
            resources: [this.kmsKeyArn],
            conditions: viaService(this.region, "dynamodb"),
          },
        ];
  }
}

/**
 * Keys with `*` are patterns.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
function leadingKeys(keys: readonly string[]) {
  const operator = keys.some((key) => key.includes("*")) ? "StringLike" : "StringEquals";
  return { [`ForAllValues:${operator}`]: { "dynamodb:LeadingKeys": keys } };
}
