import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { BackupClient } from "@aws-sdk/client-backup";
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EFSClient } from "@aws-sdk/client-efs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** The AWS SDK's clients for one account and region of the emulated AWS. */
export function awsClients(url: string, accountId: string, region: string) {
  const settings = {
    endpoint: url,
    region,
    credentials: { accessKeyId: accountId, secretAccessKey: "test" },
    maxAttempts: 1,
  };
  return {
    apiGateway: new APIGatewayClient(settings),
    autoScaling: new AutoScalingClient(settings),
    backup: new BackupClient(settings),
    cloudFront: new CloudFrontClient({ ...settings, region: "us-east-1" }),
    cloudWatch: new CloudWatchClient(settings),
    dynamodb: new DynamoDBClient(settings),
    ec2: new EC2Client(settings),
    efs: new EFSClient(settings),
    elb: new ElasticLoadBalancingV2Client(settings),
    lambda: new LambdaClient(settings),
    rds: new RDSClient(settings),
    route53: new Route53Client({ ...settings, region: "us-east-1" }),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    secrets: new SecretsManagerClient(settings),
  };
}

export type AwsClients = ReturnType<typeof awsClients>;
