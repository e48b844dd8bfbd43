import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
const Bucket = "state";
const resources = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
let s3: S3Client;
beforeEach(async () => {
  await aws.emulator.reset();
  s3 = new S3Client({ ...aws.config(), forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
});

const put = (statements: object[]) =>
  s3.send(
    new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) }),
  );

const refusal = {
  Sid: "RefusePlainHttp",
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "s3:*",
  Resource: resources,
};
const plainHttp = { Bool: { "aws:SecureTransport": "false" } };

describe("bucket policies", () => {
  it("are returned unchanged until they are deleted", async () => {
    const statement = { ...refusal, Condition: plainHttp };
    await put([statement]);
    const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy).Statement).toEqual([statement]);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    const read = s3.send(new GetBucketPolicyCommand({ Bucket }));
    await expect(read).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
  });

  it("do not deny a request because of a Deny statement with a condition", async () => {
    await put([{ ...refusal, Condition: plainHttp }]);
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "text" }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
    expect(await Body?.transformToString()).toBe("text");
  });

  it("deny all requests with a Deny statement without a condition", async () => {
    await put([{ ...refusal, Action: "s3:PutObject" }]);
    const write = s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "text" }));
    await expect(write).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it("allow S3 to deliver access logs with a condition", async () => {
    const Condition = { StringEquals: { "aws:SourceAccount": "111111111111" } };
    const Principal = { Service: "logging.s3.amazonaws.com" };
    await put([{ Effect: "Allow", Principal, Action: "s3:PutObject", Resource: resources[1], Condition }]);
    const LoggingEnabled = { TargetBucket: Bucket, TargetPrefix: "" };
    const log = s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
    await expect(log).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });
});
