import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { migrationFiles } from "../../../../modules/database/migrations/migration-files";
import { MigrationsFunction } from "../../../../modules/database/migrations/migrations-function";
import { bundleFunction } from "../../../../modules/packaging/assets";
import { SecretAccess } from "../../../../modules/security/secret-access";
import { DATABASE_NETWORK } from "../../../helpers/database-network";
import { statementsOf } from "../../../helpers/policy";
import { Template } from "../../../helpers/template";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:migrator-1";
const FOLDER = "stacks/aurora-api/migrations";

describe("MigrationsFunction", () => {
  const template = Template.of((scope) => {
    new MigrationsFunction(scope, "migrations", {
      name: "sample-test-aurora-migrations",
      accountId: "123456789012",
      region: "eu-west-1",
      network: DATABASE_NETWORK,
      databaseClientSecurityGroupId: "sg-database-client",
      migratorSecret: new SecretAccess({ arn: SECRET, kmsKeyArn: "arn:key", region: "eu-west-1" }),
      endpoint: { host: "cluster.example", port: 3306 },
      clusterResourceId: "cluster-1",
      folder: FOLDER,
      databases: ["app"],
      kmsKeyArn: "arn:key",
    });
  });
  const { archived, checksums, checksum } = migrationFiles(FOLDER, ["app"]);

  it("stands alone: required props only", () => {
    template.one("aws_lambda_function", {
      timeout: 900,
      environment: {
        variables: { MIGRATOR_SECRET_ARN: SECRET, DATABASE_HOST: "cluster.example", DATABASE_PORT: "3306" },
      },
    });
    template.one("aws_cloudwatch_log_group");
  });

  it("has the files beside its code", () => {
    const { source_code_hash } = template.one("aws_lambda_function");
    const bundle = bundleFunction("lambdas/database-migrations/handler.ts", archived);
    expect(source_code_hash).toBe(bundle.sourceCodeHash);
    const files = unzipSync(readFileSync(bundle.path));
    expect(Object.keys(files)).toEqual(["handler.js", ...Object.keys(archived)]);
    expect(Buffer.from(files["migrations/app/0001-create-notes.sql"] ?? "").toString()).toContain("CREATE TABLE");
  });

  it("names the checksum of its files, which database:migrate reads", () => {
    const { description } = template.one("aws_lambda_function");
    expect(description).toBe(`Applies SQL files to databases. SHA-256 of the files: ${checksum}`);
    // Lambda API reference, CreateFunction.
    expect(description.length).toBeLessThanOrEqual(256);
  });

  it("is invoked once, and again when a file or the cluster changes", () => {
    const { input, triggers } = template.one("aws_lambda_invocation");
    expect(input).toBe("{}");
    expect(triggers).toEqual({ ...checksums, host: "cluster.example", cluster: "cluster-1" });
  });

  it("is invoked only after it can reach the endpoint of Secrets Manager", () => {
    const { depends_on } = template.one("aws_lambda_invocation");
    expect(depends_on).toEqual(expect.arrayContaining([template.address("aws_vpc_security_group_egress_rule")]));
  });

  it("may read and decrypt the migrator's secret only", () => {
    const own = statementsOf(template.one("aws_iam_role_policy").policy).filter(({ sid }) => /Secret/.test(sid));
    expect(own.map(({ actions, resources }) => [actions, resources])).toEqual([
      [["secretsmanager:GetSecretValue"], [SECRET]],
      [["kms:Decrypt"], ["arn:key"]],
    ]);
  });

  it("may connect to the database and to interface endpoints, and accepts no connection", () => {
    template.one("aws_vpc_security_group_egress_rule", { cidr_ipv4: "10.11.0.0/16", from_port: 443, to_port: 443 });
    template.none("aws_vpc_security_group_ingress_rule");
    const { vpc_config } = template.one("aws_lambda_function");
    expect(vpc_config.security_group_ids).toEqual([template.ref("aws_security_group"), "sg-database-client"]);
  });
});
