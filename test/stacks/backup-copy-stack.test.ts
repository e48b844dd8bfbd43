import { composeThreeTier } from "../../stacks/three-tier";
import type { Overrides } from "../helpers/environments";
import { sampleEnvironment } from "../helpers/environments";
import { Estate } from "../helpers/estate";
import { synthesizeApp, testApp } from "../helpers/synth";
import { Template } from "../helpers/template";

const ID = "test-three-tier-backup-copy-us-west-2";

/** The three-tier stacks by id, with copies of the backups in Oregon. */
function stacks(threeTier: Overrides = {}): ReadonlyMap<string, Template> {
  const app = testApp();
  composeThreeTier(app, sampleEnvironment(threeTier));
  return new Map(synthesizeApp(app).map((stack) => [stack.id, new Template(stack)]));
}

function copying(backup: object = {}, section: object = {}): ReadonlyMap<string, Template> {
  return stacks({ threeTier: { ...section, data: { backup: { copyTo: { region: "us-west-2" }, ...backup } } } });
}

describe("BackupCopyStack", () => {
  const all = copying();
  const copies = all.get(ID) as Template;
  const data = all.get("test-three-tier-data") as Template;
  const lock = (backup: object) => (copying(backup).get(ID) as Template).one("aws_backup_vault_lock_configuration");

  it("exists only if copies are configured", () => {
    expect([...stacks().keys()].filter((id) => id.includes("copy"))).toEqual([]);
    expect([...all.keys()].filter((id) => id.includes("copy"))).toEqual([ID]);
  });

  it("is in the other region, with its state beside the others", () => {
    expect(copies.provider("aws").region).toBe("us-west-2");
    expect(copies.json.terraform?.backend?.s3).toMatchObject({ region: "eu-west-1", key: `test/${ID}.tfstate` });
  });

  it("has the vault that the plan copies to", () => {
    const estate = new Estate([...all.values()]);
    const [plan] = estate.resources("aws_backup_plan");
    for (const { copy_action } of plan?.attributes.rule ?? []) {
      expect(estate.follow(data, copy_action[0].destination_vault_arn)).toMatchObject({
        type: "aws_backup_vault",
        stack: copies,
      });
    }
  });

  it("gives the vault the name of the vault in the region of the data, on which the alarm of copies relies", () => {
    const { name } = copies.one("aws_backup_vault");
    expect(name).toBe(data.one("aws_backup_vault").name);
    const app = all.get("test-three-tier-app") as Template;
    const { dimensions } = app.one("aws_cloudwatch_metric_alarm", { alarm_name: "sample-test-backup-copy-failed" });
    const estate = new Estate([...all.values()]);
    const locked = estate.follow(app, dimensions.BackupVaultName);
    expect(estate.follow(data, locked?.attributes.backup_vault_name)).toMatchObject({
      type: "aws_backup_vault",
      stack: data,
    });
  });

  it("accepts copies of the plan's role only", () => {
    const [statement] = JSON.parse(copies.one("aws_backup_vault_policy").policy).Statement;
    const { name } = data.one("aws_iam_role", { description: "Lets AWS Backup create and expire recovery points" });
    expect(statement.Condition.ArnNotEquals["aws:PrincipalArn"]).toContain(`arn:aws:iam::123456789012:role/${name}`);
  });

  it("keeps and locks copies like the vault of the data by default", () => {
    expect(lock({ dailyRetentionInDays: 60, vaultLock: "compliance" })).toMatchObject({
      min_retention_days: 60,
      max_retention_days: 365,
      changeable_for_days: 3,
    });
  });

  it("can keep and lock copies differently", () => {
    const copyTo = { region: "us-west-2", monthlyRetentionInDays: 730, vaultLock: "governance" };
    const own = lock({ vaultLock: "compliance", copyTo });
    expect(own).toMatchObject({ min_retention_days: 35, max_retention_days: 730 });
    expect(own).not.toHaveProperty("changeable_for_days");
  });

  it("keeps the copies when it is destroyed, unless the section has no deletion protection", () => {
    copies.one("aws_backup_vault", { force_destroy: false });
    const open = copying({}, { deletionProtection: false }).get(ID) as Template;
    open.one("aws_backup_vault", { force_destroy: true });
  });
});
