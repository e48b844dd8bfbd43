import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { DynamodbTableReplicaA } from "@cdktf/provider-aws/lib/dynamodb-table-replica";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface GlobalTableProps {
  /** The same in every region. */
  readonly name: string;
  /** Name of the partition key, a string. */
  readonly partitionKey: string;
  /** Region of the stack's provider, where the table is made. */
  readonly region: string;
  /** Key of that region. @default DynamoDB's own key of the account, free of charge */
  readonly kmsKeyArn?: string;
  /** The other regions. */
  readonly replicas: readonly GlobalTableReplica[];
  /** Table and replicas refuse to be deleted: in each region by itself, as DynamoDB does not replicate it. */
  readonly deletionProtection: boolean;
}

export interface GlobalTableReplica {
  readonly region: string;
  /** A provider of that region. */
  readonly provider: AwsProvider;
  /** Key of that region; a table with a key of ours takes only replicas with one. */
  readonly kmsKeyArn?: string;
}

/**
 * A DynamoDB table that is written and read in several regions (global tables, version 2019.11.21, eventually consistent: of two
 * writes to one item the later one is kept).
 *
 * A replica is a resource of its own, not a block of the table: only there does provider 5 protect it from deletion and give
 * it tags, and a region more is a resource more. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class GlobalTable extends Construct {
  readonly name: string;
  /** ARN of the table in each region. Known once it can be used there. */
  readonly arns: Readonly<Record<string, string>>;
  /** Escape hatch: the underlying `aws_dynamodb_table`. */
  readonly resource: DynamodbTable;

  constructor(scope: Construct, id: string, props: GlobalTableProps) {
    super(scope, id);
    const { name, region, replicas, kmsKeyArn } = props;
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
    this.resource = this.createTable(props);
    this.name = name;
    this.arns = Object.fromEntries([
      [region, this.resource.arn],
      ...replicas.map((replica) => [replica.region, this.createReplica(replica, props).arn]),
    ]);
  }

  private createTable({ name, partitionKey, kmsKeyArn, deletionProtection }: GlobalTableProps): DynamodbTable {
    return new DynamodbTable(this, "Resource", {
      name,
      hashKey: partitionKey,
      attribute: [{ name: partitionKey, type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      tableClass: "STANDARD",
      // Replication reads the stream; it wants both images.
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, ...(kmsKeyArn ? { kmsKeyArn } : {}) },
      deletionProtectionEnabled: deletionProtection,
      tags: { Name: name },
      // What the replicas' own resources add would be taken away again.
      lifecycle: { ignoreChanges: ["replica"] },
    });
  }

  /** DynamoDB adds one replica at a time; the provider waits its turn. */
  private createReplica(replica: GlobalTableReplica, props: GlobalTableProps): DynamodbTableReplicaA {
    const { region, provider, kmsKeyArn } = replica;
    return new DynamodbTableReplicaA(this, region, {
      globalTableArn: this.resource.arn,
      pointInTimeRecovery: true,
      deletionProtectionEnabled: props.deletionProtection,
      ...(kmsKeyArn ? { kmsKeyArn } : {}),
      tags: { Name: props.name },
      provider,
    });
  }
}
