import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { PrivateBucket, type PrivateBucketProps } from "../../../modules/storage/private-bucket";
import { Template } from "../../helpers/template";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234";

function bucket(props: Partial<PrivateBucketProps> = {}): Template {
  return Template.of((scope) => {
    new PrivateBucket(scope, "bucket", { name: "project-x-dev-files", encryption: { kmsKeyArn: KEY }, ...props });
  });
}

function statements(template: Template): Record<string, unknown>[] {
  return JSON.parse(template.one("aws_s3_bucket_policy").policy).Statement;
}

describe("PrivateBucket", () => {
  describe("by default", () => {
    const template = bucket();
    const name = template.ref("aws_s3_bucket", "bucket", "bucket");

    it("stands alone: required props only", () => {
      expect(template.resources).toHaveLength(7);
    });

    it("blocks public access in all four ways", () => {
      expect(template.one("aws_s3_bucket_public_access_block")).toMatchObject({
        bucket: name,
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    });

    it("turns off access control lists", () => {
      template.one("aws_s3_bucket_ownership_controls", {
        bucket: name,
        rule: { object_ownership: "BucketOwnerEnforced" },
      });
    });

    it("encrypts with the key and a bucket key", () => {
      const { rule } = template.one("aws_s3_bucket_server_side_encryption_configuration", { bucket: name });
      expect(rule).toEqual([
        {
          apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: KEY },
          bucket_key_enabled: true,
        },
      ]);
    });

    it("keeps old versions for 90 days and objects without limit", () => {
      template.one("aws_s3_bucket_versioning", { bucket: name, versioning_configuration: { status: "Enabled" } });
      const { rule } = template.one("aws_s3_bucket_lifecycle_configuration", { bucket: name });
      expect(rule).toEqual([
        {
          id: "expire-leftovers",
          status: "Enabled",
          filter: [{}],
          noncurrent_version_expiration: [{ noncurrent_days: 90 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
          expiration: [{ expired_object_delete_marker: true }],
        },
      ]);
    });

    it("sets the lifecycle after versioning is on", () => {
      const { depends_on } = template.one("aws_s3_bucket_lifecycle_configuration");
      expect(depends_on).toEqual([template.address("aws_s3_bucket_versioning")]);
    });

    it("denies plain HTTP and TLS before 1.2 for the bucket and its objects", () => {
      const arn = template.ref("aws_s3_bucket", "bucket", "arn");
      const refused = { Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:*", Resource: [arn, `${arn}/*`] };
      expect(statements(template)).toEqual([
        { Sid: "RefusePlainHttp", ...refused, Condition: { Bool: { "aws:SecureTransport": "false" } } },
        { Sid: "RefuseOldTls", ...refused, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
      ]);
    });

    it("sets the policy after public access is blocked", () => {
      const { depends_on } = template.one("aws_s3_bucket_policy");
      expect(depends_on).toContain(template.address("aws_s3_bucket_public_access_block"));
    });

    it("refuses to be destroyed while it contains objects", () => {
      expect(template.one("aws_s3_bucket")).toMatchObject({ bucket: "project-x-dev-files", force_destroy: false });
    });

    it("has no access logs", () => {
      template.none("aws_s3_bucket_logging");
    });
  });

  it("makes resources that use its name depend on its policy", () => {
    const template = Template.of((scope) => {
      const logs = new PrivateBucket(scope, "logs", { name: "project-x-dev-logs", encryption: "sse-s3" });
      new PrivateBucket(scope, "files", {
        name: "project-x-dev-files",
        encryption: "sse-s3",
        accessLogs: { bucket: logs.name, prefix: "files/" },
      });
    });
    expect(template.one("aws_s3_bucket_logging")).toMatchObject({
      bucket: template.ref("aws_s3_bucket", "files", "bucket"),
      target_bucket: template.ref("aws_s3_bucket_policy", "logs", "bucket"),
      target_prefix: "files/",
    });
  });

  it("can encrypt with keys of S3, which log delivery requires", () => {
    const { rule } = bucket({ encryption: "sse-s3" }).one("aws_s3_bucket_server_side_encryption_configuration");
    expect(rule).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }]);
  });

  it("expires objects and old versions after the given days", () => {
    const template = bucket({ expireAfterDays: 365, noncurrentExpireAfterDays: 7 });
    const [objects, leftovers] = template.one("aws_s3_bucket_lifecycle_configuration").rule;
    expect(objects).toEqual({
      id: "expire-objects",
      status: "Enabled",
      filter: [{}],
      expiration: [{ days: 365 }],
    });
    expect(leftovers).toMatchObject({ noncurrent_version_expiration: [{ noncurrent_days: 7 }] });
  });

  it("can delete its objects when it is destroyed", () => {
    bucket({ forceDestroy: true }).one("aws_s3_bucket", { force_destroy: true });
  });

  it("appends further statements to its policy", () => {
    const resource = `${PrivateBucket.arnOf("project-x-dev-files", "eu-west-1")}/*`;
    const template = bucket({
      statements: [
        {
          sid: "DeliverLogs",
          principals: { Service: "logging.s3.amazonaws.com" },
          actions: ["s3:PutObject"],
          resources: [resource],
        },
      ],
    });
    expect(statements(template).at(-1)).toEqual({
      Sid: "DeliverLogs",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::project-x-dev-files/*",
    });
  });

  it("creates all resources with the given provider", () => {
    const template = Template.of((scope) => {
      const provider = new AwsProvider(scope, "us", { region: "us-east-1", alias: "us-east-1" });
      new PrivateBucket(scope, "bucket", {
        name: "project-x-dev-files",
        encryption: "sse-s3",
        accessLogs: { bucket: "logs", prefix: "files/" },
        provider,
      });
    });
    expect(template.resources).toHaveLength(8);
    for (const { attributes } of template.resources) {
      expect(attributes.provider).toBe("aws.us-east-1");
    }
  });

  it("returns ARNs in other partitions", () => {
    expect(PrivateBucket.arnOf("files", "cn-north-1")).toBe("arn:aws-cn:s3:::files");
    expect(PrivateBucket.arnOf("files", "us-gov-west-1")).toBe("arn:aws-us-gov:s3:::files");
  });

  it.each([
    [{ expireAfterDays: 0 }, "expireAfterDays must be at least 1, got 0"],
    [{ noncurrentExpireAfterDays: 0 }, "noncurrentExpireAfterDays must be at least 1, got 0"],
  ])("fails on %j", (props, message) => {
    expect(() => bucket(props)).toThrow(message);
  });
});
