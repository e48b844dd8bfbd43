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

/** Settings of the statements that read a table. */
export interface ReadTableOptions {
  /** Partition keys that the caller may read. @default all */
  readonly partitionKeys?: readonly string[] | undefined;
}

const READ = ["dynamodb:GetItem"];
const READ_AND_WRITE = ["dynamodb:GetItem", "dynamodb:PutItem"];

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
  readStatements({ partitionKeys }: ReadTableOptions = {}): PolicyStatement[] {
    const conditions = partitionKeys && { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": partitionKeys } };
    return [
      { sid: "UseTable", actions: READ, resources: [this.arn], conditions },
      ...this.keyStatements(["kms:Decrypt", "kms:DescribeKey"]),
    ];
  }

  /** Lets a caller read single items, create them and replace them. */
  writeStatements(): PolicyStatement[] {
    return [
      { sid: "UseTable", actions: READ_AND_WRITE, resources: [this.arn] },
      ...this.keyStatements([
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]),
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
