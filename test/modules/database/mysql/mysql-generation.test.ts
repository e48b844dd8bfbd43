import { databaseGenerations } from "../../../../modules/database/database-generations";
import { MysqlGeneration } from "../../../../modules/database/mysql/mysql-generation";
import { MysqlWithSecrets, type MysqlWithSecretsProps } from "../../../../modules/database/mysql/mysql-with-secrets";
import { DATABASE_NETWORK } from "../../../helpers/database-network";
import { Template } from "../../../helpers/template";

const REQUIRED: MysqlWithSecretsProps = {
  names: { project: "sample", environment: "test" },
  accountId: "123456789012",
  region: "eu-west-1",
  network: DATABASE_NETWORK,
  kmsKeyArn: "arn:key",
  databaseName: "app",
};

/** The states of a restore, in their order. */
const STATES = {
  normal: {},
  beside: { restore: { snapshot: "before" } },
  serving: { restore: { snapshot: "before", stage: "serving" } },
  alone: { restore: { snapshot: "before", stage: "alone" } },
  done: { generation: 2 },
} as const satisfies Readonly<Record<string, Partial<MysqlWithSecretsProps>>>;

const mysql = (props: Partial<MysqlWithSecretsProps>) =>
  Template.of((scope) => {
    new MysqlWithSecrets(scope, "mysql", { ...REQUIRED, ...props });
  });
const states = Object.fromEntries(Object.entries(STATES).map(([state, props]) => [state, mysql(props)])) as {
  readonly [State in keyof typeof STATES]: Template;
};
const writers = (template: Template) =>
  template
    .all("aws_db_instance")
    .filter(({ replicate_source_db }) => replicate_source_db === undefined)
    .map(({ identifier }) => identifier)
    .sort();
const addresses = (template: Template) => template.resources.map(({ address }) => address);
const OLD = "sample-test-mysql";
const RESTORED = "sample-test-mysql-g2";

describe("MysqlGeneration", () => {
  it.each<[keyof typeof STATES, readonly string[]]>([
    ["normal", [OLD]],
    ["beside", [OLD, RESTORED]],
    ["serving", [OLD, RESTORED]],
    ["alone", [RESTORED]],
    ["done", [RESTORED]],
  ])("has in the state %s the writers %j", (state, expected) => {
    expect(writers(states[state])).toEqual(expected);
  });

  it("only adds resources beside the old database, and takes none away when the restored one serves", () => {
    expect(addresses(states.beside)).toEqual(expect.arrayContaining(addresses(states.normal)));
    expect(addresses(states.serving)).toEqual(addresses(states.beside));
    expect(addresses(states.done)).toEqual(addresses(states.alone));
  });

  it("restores with a master secret of its own, and keeps the databases of its origin", () => {
    const restored = states.beside.one("aws_db_instance", {
      identifier: RESTORED,
      snapshot_identifier: "before",
      username: "project_x_user",
      password_wo_version: 1,
    });
    expect(restored.db_name).toBeUndefined();
    states.beside.one("aws_secretsmanager_secret", { name: "sample-test-mysql-master-user-g2" });
    states.beside.one("aws_secretsmanager_secret", { name: "sample-test-application-g2" });
    states.beside.one("aws_secretsmanager_secret", { name: "sample-test-mysql-g2-reader-user" });
  });

  it("leaves no trace of a restored database that does not serve, and protects both later", () => {
    const disposable = { deletion_protection: false, skip_final_snapshot: true };
    states.beside.one("aws_db_instance", { identifier: RESTORED, ...disposable });
    states.beside.one("aws_secretsmanager_secret", { name: "sample-test-application-g2", recovery_window_in_days: 0 });
    for (const identifier of [OLD, RESTORED]) {
      states.serving.one("aws_db_instance", {
        identifier,
        deletion_protection: true,
        final_snapshot_identifier: `${identifier}-final`,
      });
    }
  });

  it("has replicas of its own", () => {
    states.beside.one("aws_db_instance", {
      identifier: `${RESTORED}-replica-eu-west-1a-1`,
      replicate_source_db: states.beside.ref("aws_db_instance", "generation-2/database/primary", "identifier"),
    });
  });

  it("serves its facts, and rotates the secrets of both", () => {
    const all = new Map<string, MysqlWithSecrets>();
    const template = Template.of((scope) => {
      for (const stage of ["beside", "serving"] as const) {
        const restore = { pointInTime: "latest", stage };
        all.set(stage, new MysqlWithSecrets(scope, stage, { ...REQUIRED, restore }));
      }
    });
    expect(all.get("beside")?.database.writer.identifier).toBe(OLD);
    expect(all.get("serving")?.database.writer.identifier).toBe(RESTORED);
    // Per construct: the master's, the application's and the reader's secret of two generations.
    template.count("aws_secretsmanager_secret_rotation", 12);
  });

  it("reads a master secret that RDS rotates, and does not rotate it", () => {
    Template.of((scope) => {
      const [generation] = databaseGenerations({});
      if (generation) {
        const props = { ...REQUIRED, masterCredentials: "rds-managed" as const, readReplicas: 0 };
        const { rotated, readOnly } = new MysqlGeneration(scope, { ...props, generation, securityGroupId: "sg-1" });
        expect([rotated.length, readOnly.length]).toEqual([2, 1]);
      }
    });
  });
});
