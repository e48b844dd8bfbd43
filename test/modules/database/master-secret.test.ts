import { MasterSecret } from "../../../modules/database/master-secret";
import { Template } from "../../helpers/template";

const VERSION = "aws_secretsmanager_secret_version";

const template = Template.of((scope) => {
  const master = new MasterSecret(scope, "master", {
    name: "project-x-dev-mysql-master-user",
    kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
    region: "eu-west-1",
    username: "project_x_user",
    databaseName: "newsreadb",
  });
  master.complete({ host: "mysql.example.com", port: 3306 });
});
const seed = template.one(VERSION, { version_stages: ["SEED"] });
const complete = template.one(VERSION, { version_stages: ["AWSCURRENT", "COMPLETE"] });
const blocks = (type: string): [string, unknown][] => Object.entries(template.json.ephemeral[type]);

describe("MasterSecret", () => {
  it("stands alone: required props only", () => {
    template.one("aws_secretsmanager_secret", {
      name: "project-x-dev-mysql-master-user",
      kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/1",
      recovery_window_in_days: 30,
    });
  });

  it("writes a random password before the database exists", () => {
    const [[name] = []] = blocks("aws_secretsmanager_random_password");
    expect(seed.secret_string_wo).toContain(`"password" = ephemeral.aws_secretsmanager_random_password.${name}`);
    expect(seed.secret_string_wo).not.toContain("host");
  });

  it("reads the password back from the current version, after the seed exists", () => {
    const [[, value] = []] = blocks(VERSION);
    expect(value).toEqual({ secret_id: template.ref(VERSION, "seed", "arn"), version_stage: "AWSCURRENT" });
  });

  it("adds the address with the password that was read back", () => {
    const [[name] = []] = blocks(VERSION);
    expect(complete.secret_string_wo).toContain(
      `"password" = jsondecode(ephemeral.${VERSION}.${name}.secret_string).password`,
    );
    expect(complete.secret_string_wo).not.toContain("random_password");
    for (const field of ["engine", "host", "port", "username", "password", "dbname"]) {
      expect(complete.secret_string_wo).toContain(`"${field}" = `);
    }
  });

  it("writes each version once, whatever rotation does with its labels", () => {
    template.all(VERSION, { secret_string_wo_version: 1, lifecycle: { ignore_changes: ["version_stages"] } });
  });

  it("gives every version a label that rotation does not move", () => {
    for (const { version_stages } of template.all(VERSION)) {
      expect(version_stages.filter((label: string) => !label.startsWith("AWS"))).toHaveLength(1);
    }
  });

  it("does not make the seed current", () => {
    expect(seed.version_stages).not.toContain("AWSCURRENT");
  });
});
