import { AccessLogs, type AccessLogsProps } from "../../../modules/cdn/access-logs";
import { Template } from "../../helpers/template";
import { globalProvider } from "../providers";

const ACCOUNT = "123456789012";
const KEY = "arn:aws:kms:us-east-1:123456789012:key/edge";
const DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E1";

function templateOf(props: Partial<AccessLogsProps> = {}): Template {
  return Template.of((scope) => {
    new AccessLogs(scope, "access-logs", {
      name: "project-x-test-edge",
      bucketName: "project-x-test-edge-logs",
      accountId: ACCOUNT,
      distributionArn: DISTRIBUTION,
      kmsKeyArn: KEY,
      provider: globalProvider(scope),
      ...props,
    });
  });
}

describe("AccessLogs", () => {
  const template = templateOf();
  const delivery = template.one("aws_cloudwatch_log_delivery");

  it("delivers the access log of the distribution to the bucket, as JSON", () => {
    template.one("aws_cloudwatch_log_delivery_source", {
      name: "project-x-test-edge",
      log_type: "ACCESS_LOGS",
      resource_arn: DISTRIBUTION,
    });
    const destination = template.one("aws_cloudwatch_log_delivery_destination", { output_format: "json" });
    const bucket = template.ref("aws_s3_bucket_policy", undefined, "bucket");
    expect(destination.delivery_destination_configuration).toEqual([
      { destination_resource_arn: `arn:aws:s3:::${bucket}/cloudfront` },
    ]);
    expect(delivery).toMatchObject({
      delivery_source_name: template.ref("aws_cloudwatch_log_delivery_source", undefined, "name"),
      delivery_destination_arn: template.ref("aws_cloudwatch_log_delivery_destination", undefined, "arn"),
    });
  });

  it("is in us-east-1, with its bucket", () => {
    for (const { attributes, type } of template.resources) {
      expect([type, attributes.provider]).toEqual([type, "aws.us-east-1"]);
    }
  });

  it("partitions the log by hour, in the format of Athena", () => {
    expect(delivery.s3_delivery_configuration).toEqual([
      { suffix_path: "{yyyy}/{MM}/{dd}/{HH}", enable_hive_compatible_path: true },
    ]);
  });

  it("records no cookie, no query string and no referrer", () => {
    expect(delivery.record_fields).toEqual(
      expect.arrayContaining(["date", "time", "c-ip", "cs-uri-stem", "sc-status"]),
    );
    expect(delivery.record_fields).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|query|referer/i)]),
    );
  });

  it("allows log delivery to write under its prefix, for sources of this account only", () => {
    const statements = JSON.parse(template.one("aws_s3_bucket_policy").policy).Statement;
    const sourceArn = `arn:aws:logs:us-east-1:${ACCOUNT}:delivery-source:*`;
    expect(statements).toContainEqual({
      Sid: "DeliverAccessLogs",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::project-x-test-edge-logs/cloudfront/*",
      Condition: {
        StringEquals: { "aws:SourceAccount": ACCOUNT, "s3:x-amz-acl": "bucket-owner-full-control" },
        ArnLike: { "aws:SourceArn": sourceArn },
      },
    });
    expect(statements).toContainEqual({
      Sid: "CheckBeforeDelivery",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: "arn:aws:s3:::project-x-test-edge-logs",
      Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT }, ArnLike: { "aws:SourceArn": sourceArn } },
    });
  });

  it("stands alone: required props only; encrypts the log and keeps it for a year, also on destroy", () => {
    const { rule } = template.one("aws_s3_bucket_server_side_encryption_configuration");
    expect(rule[0].apply_server_side_encryption_by_default).toEqual({
      sse_algorithm: "aws:kms",
      kms_master_key_id: KEY,
    });
    expect(template.one("aws_s3_bucket_lifecycle_configuration").rule).toContainEqual(
      expect.objectContaining({ expiration: [{ days: 365 }] }),
    );
    template.one("aws_s3_bucket", { force_destroy: false });
  });

  it("changes the retention and the deletion on destroy", () => {
    const other = templateOf({ retentionInDays: 30, forceDestroy: true });
    expect(other.one("aws_s3_bucket_lifecycle_configuration").rule).toContainEqual(
      expect.objectContaining({ expiration: [{ days: 30 }] }),
    );
    other.one("aws_s3_bucket", { force_destroy: true });
  });

  it("fails with a name that log delivery refuses", () => {
    expect(() => templateOf({ name: "n".repeat(61) })).toThrow("name must be 1 to 60 letters, digits");
    expect(() => templateOf({ bucketName: "logs.example.com" })).toThrow("bucketName must hold no dot");
  });
});
