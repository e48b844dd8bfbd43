import {
  DescribeLoadBalancersCommand,
  ModifyLoadBalancerAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand, ModifyDBInstanceCommand } from "@aws-sdk/client-rds";
import { DeleteObjectCommand, ListBucketsCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { AwsClients } from "./aws";

/**
 * What an operator does by hand before destroying an environment that is protected: lifts deletion protection of
 * database and load balancer, and empties the log buckets. The state bucket stays as it is.
 */
export async function liftProtection({ elb, rds, s3 }: AwsClients): Promise<void> {
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  for (const { LoadBalancerArn } of LoadBalancers) {
    const Attributes = [{ Key: "deletion_protection.enabled", Value: "false" }];
    await elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
  }
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  for (const { DBInstanceIdentifier } of DBInstances) {
    await rds.send(
      new ModifyDBInstanceCommand({ DBInstanceIdentifier, DeletionProtection: false, ApplyImmediately: true }),
    );
  }
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket } of Buckets.filter(({ Name }) => Name && !/-state(-|$)/.test(Name))) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    }
  }
}
