import { composeState } from "../../../stacks/state";
import { StateStack } from "../../../stacks/state/state-stack";
import { sampleEnvironment } from "../../helpers/environments";
import { testApp } from "../../helpers/synth";
import { Template } from "../../helpers/template";

const environment = sampleEnvironment({ threeTier: undefined });
const template = Template.fromStack(new StateStack(testApp(), "test-state", { environment }));

const STATE = "sample-test-state-123456789012";
const LOGS = "sample-test-state-logs-123456789012";

describe("StateStack", () => {
  it("creates the bucket and the key of every stack's backend, including its own", () => {
    const { s3 } = template.backend;
    expect(s3).toMatchObject({ bucket: STATE, key: "test/test-state.tfstate", use_lockfile: true });
    template.one("aws_s3_bucket", { bucket: s3.bucket });
    const { name } = template.one("aws_kms_alias");
    expect(s3.kms_key_id).toBe(`arn:aws:kms:eu-west-1:123456789012:${name}`);
  });

  it("refuses to destroy the bucket and the key", () => {
    const kept = { lifecycle: { prevent_destroy: true } };
    template.one("aws_s3_bucket", { bucket: STATE, force_destroy: false, ...kept });
    template.one("aws_kms_key", kept);
  });

  it("encrypts the state with its key, which rotates", () => {
    const [rule] = template.one("aws_s3_bucket_server_side_encryption_configuration", {
      bucket: template.ref("aws_s3_bucket", "state", "bucket"),
    }).rule;
    expect(rule.apply_server_side_encryption_by_default).toEqual({
      sse_algorithm: "aws:kms",
      kms_master_key_id: template.ref("aws_kms_key", undefined, "arn"),
    });
    template.one("aws_kms_key", { enable_key_rotation: true });
  });

  it("keeps every state for 90 days after it was replaced", () => {
    const [rule] = template.one("aws_s3_bucket_lifecycle_configuration", {
      bucket: template.ref("aws_s3_bucket", "state", "bucket"),
    }).rule;
    expect(rule.noncurrent_version_expiration).toEqual([{ noncurrent_days: 90 }]);
    // The current version of a state must never expire.
    expect(rule.expiration).toEqual([{ expired_object_delete_marker: true }]);
  });

  it("keeps access logs of the state for a year, in another bucket", () => {
    template.one("aws_s3_bucket_logging", {
      bucket: template.ref("aws_s3_bucket", "state", "bucket"),
      target_bucket: template.ref("aws_s3_bucket_policy", "access-logs", "bucket"),
      target_prefix: "state/",
    });
    const logs = { bucket: template.ref("aws_s3_bucket", "access-logs", "bucket") };
    const [encryption] = template.one("aws_s3_bucket_server_side_encryption_configuration", logs).rule;
    expect(encryption.apply_server_side_encryption_by_default).toEqual({ sse_algorithm: "AES256" });
    const [objects] = template.one("aws_s3_bucket_lifecycle_configuration", logs).rule;
    expect(objects.expiration).toEqual([{ days: 365 }]);
  });

  it("lets S3 deliver the logs of the state bucket only", () => {
    const { policy } = template.one("aws_s3_bucket_policy", {
      bucket: template.ref("aws_s3_bucket", "access-logs", "bucket"),
    });
    expect(JSON.parse(policy).Statement.filter(({ Effect }: { Effect: string }) => Effect === "Allow")).toEqual([
      {
        Sid: "DeliverAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${LOGS}/state/*`,
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": `arn:aws:s3:::${STATE}` },
        },
      },
    ]);
  });

  it("grants no other access through a bucket policy", () => {
    const { policy } = template.one("aws_s3_bucket_policy", {
      bucket: template.ref("aws_s3_bucket", "state", "bucket"),
    });
    for (const statement of JSON.parse(policy).Statement) {
      expect(statement.Effect).toBe("Deny");
    }
  });

  it("outputs the bucket and the key", () => {
    expect(template.output("bucket")).toBe(template.ref("aws_s3_bucket_policy", "state", "bucket"));
    expect(template.output("key_arn")).toBe(template.ref("aws_kms_key", undefined, "arn"));
  });

  it("reads no output of another stack", () => {
    expect(template.dataSources).toEqual([]);
  });
});

describe("composeState", () => {
  it("adds a state stack to an environment without any architecture", () => {
    const app = testApp();
    composeState(app, environment);
    expect(app.node.children.map(({ node }) => node.id)).toEqual(["test-state"]);
  });

  it("fails when the project's name is too long for the names of the buckets", () => {
    const project = "a-project-with-a-name-of-more-than-forty-characters";
    expect(() => composeState(testApp(), { ...environment, project })).toThrow(
      "name of the s3-bucket must be at most 63 characters",
    );
  });
});
