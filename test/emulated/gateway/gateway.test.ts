import { randomBytes } from "node:crypto";
import { BackupClient, ListBackupJobsCommand } from "@aws-sdk/client-backup";
import { CloudFrontClient, ListStreamingDistributionsCommand } from "@aws-sdk/client-cloudfront";
import { DescribeInstanceConnectEndpointsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeReservedDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();

describe("accounts", () => {
  it("are identified by an access key ID of 12 digits", async () => {
    const { Account } = await new STSClient(aws.config("222222222222")).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe("222222222222");
  });

  it("are 123456789012 for other access key IDs", async () => {
    const { Account } = await new STSClient(aws.config("test")).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe("123456789012");
  });

  it("do not see each other's resources", async () => {
    await new SecretsManagerClient(aws.config()).send(new CreateSecretCommand({ Name: "ours", SecretString: "a" }));
    const other = new SecretsManagerClient(aws.config("222222222222")).send(
      new GetSecretValueCommand({ SecretId: "ours" }),
    );
    await expect(other).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("S3", () => {
  let s3: S3Client;
  const Bucket = "gateway-test";
  beforeAll(async () => {
    s3 = new S3Client(aws.config());
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }));
  });

  it("returns a large object unchanged", async () => {
    const Body = randomBytes(20 * 1024 * 1024);
    await s3.send(new PutObjectCommand({ Bucket, Key: "deep/large", Body }));
    const { Body: read } = await s3.send(new GetObjectCommand({ Bucket, Key: "deep/large" }));
    expect(Buffer.from((await read?.transformToByteArray()) ?? []).equals(Body)).toBe(true);
  });

  it("rejects a conditional write of an existing object, which Terraform's lock file requires", async () => {
    const lock = { Bucket, Key: "state.tflock", Body: "{}", IfNoneMatch: "*" };
    await s3.send(new PutObjectCommand(lock));
    await expect(s3.send(new PutObjectCommand(lock))).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  it("stores policy and versioning of a bucket", async () => {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
  });

  it("returns S3's error for a missing object", async () => {
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: "missing" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: "missing" }))).rejects.toMatchObject({
      name: "NoSuchKey",
    });
  });
});

describe("an unsupported action", () => {
  const ended = { name: "NotImplemented", $metadata: { httpStatusCode: 400, attempts: 1 } };
  /** The SDK's default number of attempts, which a retryable error would use. */
  const retrying = () => ({ ...aws.config(), maxAttempts: 3 });

  it("fails immediately in the query protocol", async () => {
    const call = new RDSClient(retrying()).send(new DescribeReservedDBInstancesCommand({}));
    await expect(call).rejects.toMatchObject({
      ...ended,
      message: "the emulator does not support rds DescribeReservedDBInstances",
    });
  });

  it("fails immediately in EC2's protocol", async () => {
    const call = new EC2Client(retrying()).send(new DescribeInstanceConnectEndpointsCommand({}));
    await expect(call).rejects.toMatchObject(ended);
  });

  it("fails immediately in the REST-JSON protocol", async () => {
    await expect(new BackupClient(retrying()).send(new ListBackupJobsCommand({}))).rejects.toMatchObject(ended);
  });

  it("fails immediately in the REST-XML protocol", async () => {
    const call = new CloudFrontClient(retrying()).send(new ListStreamingDistributionsCommand({}));
    await expect(call).rejects.toMatchObject(ended);
  });
});

describe("reset", () => {
  it("deletes the resources of moto and of the gateway", async () => {
    const config = aws.config("333333333333");
    const Bucket = "to-be-forgotten";
    await new S3Client(config).send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
    );
    await aws.emulator.reset();
    expect((await new S3Client(config).send(new ListBucketsCommand({}))).Buckets).toEqual([]);
  });
});
