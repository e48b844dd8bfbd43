import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { DynamodbTableReplicaA } from "@cdktf/provider-aws/lib/dynamodb-table-replica";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { ensure, required } from "../shared/errors";
import { RegionalTable } from "./regional-table";

export interface GlobalTableProps {
  /** Name of the table in every Region. */
  readonly name: string;
  /** Name of the partition key, a string. */
  readonly partitionKey: string;
  /** Region of the stack's provider, for the table from which DynamoDB creates the replicas. */
  readonly region: string;
  /** The other Regions. */
  readonly replicas: readonly GlobalTableReplica[];
  /** ARN of a customer managed key in `region`. @default the AWS managed key of DynamoDB, free of charge */
  readonly kmsKeyArn?: string | undefined;
  /** Deletion protection of the table. DynamoDB does not replicate the setting. @default true */
  readonly deletionProtection?: boolean | undefined;
}

/** A replica of the table in another Region. */
export interface GlobalTableReplica {
  /** Name of the Region. */
  readonly region: string;
  /** A provider of this Region. */
  readonly provider: AwsProvider;
  /** ARN of a customer managed key in this Region. Required if the table has one. @default the AWS managed key of DynamoDB */
  readonly kmsKeyArn?: string | undefined;
  /** Deletion protection of the replica. DynamoDB does not delete a protected replica. @default that of the table */
  readonly deletionProtection?: boolean | undefined;
}

/**
 * A DynamoDB table that can be read and written in several Regions: a global table of version 2019.11.21 with eventual consistency.
 * If two Regions write the same item, the last write wins.
 *
 * Each replica is a resource of its own and not a block of the table. Provider 5 supports deletion protection and tags of replicas
 * only there. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class GlobalTable extends Construct {
  /** Name of the table in every Region. */
  readonly name: string;
  /** Escape hatch: the underlying `aws_dynamodb_table`. */
  readonly resource: DynamodbTable;

  private readonly tables: ReadonlyMap<string, RegionalTable>;

  constructor(scope: Construct, id: string, props: GlobalTableProps) {
    super(scope, id);
    const { name, region, replicas, kmsKeyArn, deletionProtection = true } = props;
    const regions = [region, ...replicas.map((replica) => replica.region)];
    ensure(new Set(regions).size === regions.length, "replicas", "name each region once", regions);
    ensure(
      replicas.every((replica) => (replica.kmsKeyArn === undefined) === (kmsKeyArn === undefined)),
      "kmsKeyArn",
      "be given for the table and every replica, or for none",
      replicas.map((replica) => replica.kmsKeyArn),
    );
    for (const replica of replicas) {
      ensure(replica.provider.region === replica.region, "provider", "be of the replica's region", replica.region);
    }
    this.name = name;
    this.resource = this.createTable(props, deletionProtection);
    const tables = [
      new RegionalTable({ name, region, arn: this.resource.arn, kmsKeyArn }),
      ...replicas.map((replica) => this.createReplica(replica, deletionProtection)),
    ];
    this.tables = new Map(tables.map((table) => [table.region, table]));
  }

  /**
   * The table in one Region. Its ARN depends on the replica.
   *
   * @throws Error when the Region has no replica
   */
  in(region: string): RegionalTable {
    return required(this.tables, region, "regions of the table");
  }

  private createTable({ name, partitionKey, kmsKeyArn }: GlobalTableProps, deletionProtection: boolean): DynamodbTable {
    return new DynamodbTable(this, "Resource", {
      name,
      hashKey: partitionKey,
      attribute: [{ name: partitionKey, type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      tableClass: "STANDARD",
      // Replication requires a stream with both images.
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, ...(kmsKeyArn ? { kmsKeyArn } : {}) },
      deletionProtectionEnabled: deletionProtection,
      tags: { Name: name },
      // Otherwise Terraform would remove the replicas, which are resources of their own.
      lifecycle: { ignoreChanges: ["replica"] },
    });
  }

  /** DynamoDB adds one replica at a time. The provider waits for the others. */
  private createReplica(replica: GlobalTableReplica, ofTable: boolean): RegionalTable {
    const { region, provider, kmsKeyArn, deletionProtection = ofTable } = replica;
    const { arn } = new DynamodbTableReplicaA(this, region, {
      globalTableArn: this.resource.arn,
      pointInTimeRecovery: true,
      deletionProtectionEnabled: deletionProtection,
      ...(kmsKeyArn ? { kmsKeyArn } : {}),
      tags: { Name: this.name },
      provider,
    });
    return new RegionalTable({ name: this.name, region, arn, kmsKeyArn });
  }
}
