import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { GlobalTable, type GlobalTableProps } from "../../../modules/storage/global-table";
import { Template } from "../../helpers/template";

function build(props: Partial<GlobalTableProps> = {}, key?: string): Template {
  return Template.of((scope) => {
    const provider = new AwsProvider(scope, "aws-us-east-1", { region: "us-east-1", alias: "us-east-1" });
    new GlobalTable(scope, "table", {
      name: "MyGlobalTable",
      partitionKey: "item_id",
      region: "eu-west-1",
      deletionProtection: true,
      replicas: [{ region: "us-east-1", provider, ...(key ? { kmsKeyArn: key } : {}) }],
      ...props,
    });
  });
}

describe("GlobalTable", () => {
  const template = build();

  it("is on demand, streamed, restorable, encrypted and protected", () => {
    template.one("aws_dynamodb_table", {
      name: "MyGlobalTable",
      hash_key: "item_id",
      attribute: [{ name: "item_id", type: "S" }],
      billing_mode: "PAY_PER_REQUEST",
      stream_enabled: true,
      stream_view_type: "NEW_AND_OLD_IMAGES",
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true },
      deletion_protection_enabled: true,
    });
  });

  it("does not take away what the replicas' own resources add", () => {
    expect(template.one("aws_dynamodb_table").lifecycle.ignore_changes).toEqual(["replica"]);
  });

  it("replicates the table by the other region's provider, restorable, protected and tagged there, too", () => {
    template.one("aws_dynamodb_table_replica", {
      global_table_arn: template.ref("aws_dynamodb_table", undefined, "arn"),
      provider: "aws.us-east-1",
      point_in_time_recovery: true,
      deletion_protection_enabled: true,
      tags: { Name: "MyGlobalTable" },
    });
  });

  it("is encrypted with keys of ours, one of each region, when they are given", () => {
    const own = build({ kmsKeyArn: "key-of-ireland" }, "key-of-virginia");
    own.one("aws_dynamodb_table", { server_side_encryption: { enabled: true, kms_key_arn: "key-of-ireland" } });
    own.one("aws_dynamodb_table_replica", { kms_key_arn: "key-of-virginia" });
  });

  it("fails when only some regions have a key", () => {
    expect(() => build({ kmsKeyArn: "key" })).toThrow("kmsKeyArn must be given for the table and every replica");
  });

  it("fails on a region named twice", () => {
    expect(() => build({ region: "us-east-1" })).toThrow("replicas must name each region once");
  });
});
