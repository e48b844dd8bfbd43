import { auroraStacks } from "../../helpers/aurora-api";
import type { Template } from "../../helpers/template";

type Restore = NonNullable<Parameters<typeof auroraStacks>[0]>["data"];

function dataStack(data: Restore): Template {
  const { data: template } = auroraStacks({ data });
  if (!template) {
    throw new Error("the relational API must have a data stack");
  }
  return template;
}

const OLD = "aurora/database";
const RESTORED = "aurora/generation-2/database";
const beside = dataStack({ restore: { snapshot: "before" } });
const serving = dataStack({ restore: { snapshot: "before", stage: "serving" } });

describe("the data stack during a restore", () => {
  it("has no output of another cluster without a restore", () => {
    expect(Object.keys(dataStack({}).json.output ?? {}).filter((name) => name.startsWith("other_"))).toEqual([]);
  });

  it.each([
    ["beside", beside, OLD, RESTORED],
    ["serving", serving, RESTORED, OLD],
  ] as const)("names both clusters in the stage %s", (_stage, template, serves, other) => {
    expect(template.output("cluster_arn")).toBe(template.ref("aws_rds_cluster", serves, "arn"));
    expect(template.output("other_cluster_arn")).toBe(template.ref("aws_rds_cluster", other, "arn"));
    expect(template.output("other_master_secret_arn")).toContain(template.address("aws_rds_cluster", other));
  });

  it("notifies of people who read either master secret", () => {
    const names = beside.all("aws_cloudwatch_event_rule").map(({ name }) => name);
    expect(names.filter((name) => name.includes("master-access")).sort()).toEqual([
      "sample-test-aurora-master-access",
      "sample-test-aurora-master-access-g2",
    ]);
  });

  it("notifies of another way to the master user of either cluster", () => {
    const rule = beside.one("aws_cloudwatch_event_rule", { name: "sample-test-aurora-break-glass" });
    const [enable] = JSON.parse(rule.event_pattern).detail.$or;
    expect(enable.requestParameters.resourceArn).toEqual(
      [OLD, RESTORED].map((path) => beside.ref("aws_rds_cluster", path, "arn")),
    );
  });

  it.each([
    ["beside", beside, OLD],
    ["serving", serving, RESTORED],
  ] as const)("alarms on, and backs up, the cluster that serves in the stage %s", (_stage, template, path) => {
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "sample-test-aurora-deadlocks",
      dimensions: { DBClusterIdentifier: template.ref("aws_rds_cluster", path, "cluster_identifier") },
    });
    expect(template.one("aws_backup_selection").resources).toEqual([template.ref("aws_rds_cluster", path, "arn")]);
  });

  it("subscribes to events of both clusters, without a change of the sources of a subscription", () => {
    const sources = (template: Template) =>
      template.all("aws_db_event_subscription").map(({ name, source_ids }) => [name, source_ids]);
    expect(sources(beside)).toEqual(sources(serving));
    expect(sources(beside).map(([name]) => name)).toHaveLength(5);
    expect(sources(beside)).toEqual(expect.arrayContaining(sources(dataStack({}))));
  });

  it("leads the API to the same proxy", () => {
    const proxies = [{}, { restore: { snapshot: "before", stage: "serving" as const } }, { generation: 2 }].map(
      (data) => auroraStacks({ data }).api?.one("aws_lambda_function").environment,
    );
    expect(proxies[1]).toEqual(proxies[0]);
    expect(proxies[2]).toEqual(proxies[0]);
  });

  it("creates only the restored cluster in a new environment in another region", () => {
    const snapshot = "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:awsbackup:copyjob-1";
    const alone = dataStack({ restore: { snapshot, stage: "alone" } });
    alone.one("aws_rds_cluster", {
      snapshot_identifier: snapshot,
      kms_key_id: alone.ref("aws_kms_key", "key", "arn"),
      deletion_protection: true,
    });
    expect(() =>
      dataStack({ restore: { snapshot: snapshot.replace("eu-west-1", "us-west-2"), stage: "alone" } }),
    ).toThrow("restore.snapshot must be in eu-west-1, got");
  });
});
