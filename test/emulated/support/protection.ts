import { ListTablesCommand, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeLoadBalancersCommand,
  ModifyLoadBalancerAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { DeleteObjectCommand, ListBucketsCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { AwsClients } from "./aws";

/**
 * The manual steps in a region before a protected environment is destroyed. Disables deletion protection of databases, tables and
 * load balancers, and empties the log buckets. Does not change the state bucket.
 */
export async function liftProtection(aws: AwsClients): Promise<void> {
  await unprotectLoadBalancers(aws);
  await unprotectDatabases(aws);
  await unprotectTables(aws);
  await emptyBuckets(aws);
}

async function unprotectLoadBalancers({ elb }: AwsClients): Promise<void> {
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  for (const { LoadBalancerArn } of LoadBalancers) {
    const Attributes = [{ Key: "deletion_protection.enabled", Value: "false" }];
    await elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
  }
}

async function unprotectDatabases({ rds }: AwsClients): Promise<void> {
  const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
  for (const { DBClusterIdentifier } of DBClusters) {
    await rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier, DeletionProtection: false }));
  }
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  // For instances of a cluster, the cluster has the deletion protection.
  for (const { DBInstanceIdentifier } of DBInstances.filter((instance) => !instance.DBClusterIdentifier)) {
    await rds.send(
      new ModifyDBInstanceCommand({ DBInstanceIdentifier, DeletionProtection: false, ApplyImmediately: true }),
    );
  }
}

async function unprotectTables({ dynamodb }: AwsClients): Promise<void> {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  for (const TableName of TableNames) {
    await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  }
}

async function emptyBuckets({ s3 }: AwsClients): Promise<void> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket } of Buckets.filter(({ Name }) => Name && !/-state(-|$)/.test(Name))) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    }
  }
}
