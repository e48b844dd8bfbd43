import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { Construct } from "constructs";
import { BaseStack } from "../../stacks/base-stack";
import { sampleEnvironment } from "../helpers/environments";
import { testApp } from "../helpers/synth";
import { Template } from "../helpers/template";

/** A stack that shows what it has from its base. */
class ShowingStack extends BaseStack {
  constructor(scope: Construct, id: string, region?: string) {
    super(scope, id, { environment: sampleEnvironment({ tags: { Team: "news" } }), region });
    new SnsTopic(this, "topic", { name: this.nameOf("topic"), tags: { ...this.launchTags, ...this.account } });
    new SnsTopic(this, "alias", { name: this.nameOf("alias"), provider: this.createAlias("us-east-1") });
  }

  longName(): string {
    return this.nameOf("c".repeat(60), "auto-scaling-group", "iam-role");
  }
}

describe("BaseStack", () => {
  const template = Template.fromStack(new ShowingStack(testApp(), "test-showing"));

  it("accepts credentials of its own account only", () => {
    expect(template.provider()).toMatchObject({ region: "eu-west-1", allowed_account_ids: ["123456789012"] });
  });

  it("tags what a service launches like everything else", () => {
    const tags = {
      Project: "sample",
      Environment: "test",
      Stack: "test-showing",
      ManagedBy: "terraform",
      Team: "news",
    };
    expect(template.provider().default_tags).toEqual([{ tags }]);
    expect(template.one("aws_sns_topic", { name: "sample-test-topic" }).tags).toEqual({
      ...tags,
      accountId: "123456789012",
      region: "eu-west-1",
    });
  });

  it("gives providers of other regions the same account and tags", () => {
    const { alias, region, ...rest } = template.provider("aws", "us-east-1");
    const { region: _, ...home } = template.provider();
    expect({ alias, region }).toEqual({ alias: "us-east-1", region: "us-east-1" });
    expect(rest).toEqual(home);
    template.one("aws_sns_topic", { name: "sample-test-alias", provider: "aws.us-east-1" });
  });

  it("stands in the region that it is given", () => {
    const other = Template.fromStack(new ShowingStack(testApp(), "test-showing", "eu-central-1"));
    expect(other.provider().region).toBe("eu-central-1");
    other.one("aws_sns_topic", { name: "sample-test-topic", tags: { region: "eu-central-1" } });
  });

  it("keeps its state in the environment's region, encrypted and locked", () => {
    const other = Template.fromStack(new ShowingStack(testApp(), "test-showing", "eu-central-1"));
    expect(other.backend.s3).toEqual({
      bucket: "sample-test-state-123456789012",
      key: "test/test-showing.tfstate",
      region: "eu-west-1",
      encrypt: true,
      kms_key_id: "arn:aws:kms:eu-west-1:123456789012:alias/sample-test-state",
      use_lockfile: true,
    });
  });

  it("fails when a name is too long for a kind that gets it", () => {
    expect(() => new ShowingStack(testApp(), "test-showing").longName()).toThrow(
      "name of the iam-role must be at most 64 characters",
    );
  });
});
