import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import { GlobalTable, type GlobalTableProps } from "../../../modules/storage/global-table";
import { Template } from "../../helpers/template";

function build(props: Partial<GlobalTableProps> = {}, key?: string): Template {
  return Template.of((scope) => {
    const provider = new AwsProvider(scope, "aws-us-east-1", { region: "us-east-1", alias: "us-east-1" });
    new GlobalTable(scope, "table", {
      name: "MyGlobalTable",
      partitionKey: "item_id",
      region: "eu-west-1",
      replicas: [{ region: "us-east-1", provider, ...(key ? { kmsKeyArn: key } : {}) }],
      ...props,
    });
  });
}

describe("GlobalTable", () => {
  const template = build();

  it("stands alone: required props only", () => {
    template.count("aws_dynamodb_table", 1);
    template.count("aws_dynamodb_table_replica", 1);
  });

  it("is on demand, with a stream, point-in-time recovery, encryption and deletion protection", () => {
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

  it("does not remove the replicas, which are resources of their own", () => {
    expect(template.one("aws_dynamodb_table").lifecycle.ignore_changes).toEqual(["replica"]);
  });

  it("creates the replica with the provider of its region, with recovery, protection and tags", () => {
    template.one("aws_dynamodb_table_replica", {
      global_table_arn: template.ref("aws_dynamodb_table", undefined, "arn"),
      provider: "aws.us-east-1",
      point_in_time_recovery: true,
      deletion_protection_enabled: true,
      tags: { Name: "MyGlobalTable" },
    });
  });

  it("is encrypted with a customer managed key of each region if they are given", () => {
    const own = build({ kmsKeyArn: "key-of-ireland" }, "key-of-virginia");
    own.one("aws_dynamodb_table", { server_side_encryption: { enabled: true, kms_key_arn: "key-of-ireland" } });
    own.one("aws_dynamodb_table_replica", { kms_key_arn: "key-of-virginia" });
  });

  it("can be without deletion protection", () => {
    const open = build({ deletionProtection: false });
    open.one("aws_dynamodb_table", { deletion_protection_enabled: false });
    open.one("aws_dynamodb_table_replica", { deletion_protection_enabled: false });
  });

  it("can be without deletion protection in one region", () => {
    const one = Template.of((scope) => {
      const provider = new AwsProvider(scope, "aws-us-east-1", { region: "us-east-1", alias: "us-east-1" });
      const replicas = [{ region: "us-east-1", provider, deletionProtection: false }];
      new GlobalTable(scope, "table", { name: "items", partitionKey: "id", region: "eu-west-1", replicas });
    });
    one.one("aws_dynamodb_table", { deletion_protection_enabled: true });
    one.one("aws_dynamodb_table_replica", { deletion_protection_enabled: false });
  });

  it("returns the table of each region, and fails on another region", () => {
    const both = Template.of((scope) => {
      const provider = new AwsProvider(scope, "aws-us-east-1", { region: "us-east-1", alias: "us-east-1" });
      const table = new GlobalTable(scope, "table", {
        name: "items",
        partitionKey: "id",
        region: "eu-west-1",
        replicas: [{ region: "us-east-1", provider }],
      });
      new TerraformOutput(scope, "home", { value: table.in("eu-west-1").arn });
      new TerraformOutput(scope, "replica", { value: table.in("us-east-1").arn });
      expect(() => table.in("sa-east-1")).toThrow('regions of the table must have an entry for "sa-east-1"');
    });
    expect(both.output("home")).toBe(both.ref("aws_dynamodb_table", undefined, "arn"));
    expect(both.output("replica")).toBe(both.ref("aws_dynamodb_table_replica", undefined, "arn"));
  });

  it("fails when only some regions have a key", () => {
    expect(() => build({ kmsKeyArn: "key" })).toThrow("kmsKeyArn must be given for the table and every replica");
  });

  it("fails on a duplicate region", () => {
    expect(() => build({ region: "us-east-1" })).toThrow("replicas must name each region once");
  });
});
