import { AuroraWithProxy, type AuroraWithProxyProps } from "../../../../modules/database/aurora/aurora-with-proxy";
import { Template } from "../../../helpers/template";

const REQUIRED: AuroraWithProxyProps = {
  names: { project: "sample", environment: "test" },
  accountId: "123456789012",
  region: "eu-west-1",
  network: {
    vpc: { vpcId: "vpc-1", cidr: "10.11.0.0/16" },
    subnets: [
      { zone: "eu-west-1a", subnetId: "subnet-a" },
      { zone: "eu-west-1b", subnetId: "subnet-b" },
    ],
  },
  kmsKeyArn: "arn:key",
};

function aurora(props: Partial<AuroraWithProxyProps> = {}): Template {
  return Template.of((scope) => {
    new AuroraWithProxy(scope, "aurora", { ...REQUIRED, ...props });
  });
}

describe("AuroraWithProxy", () => {
  const template = aurora();

  it("stands alone: required props only", () => {
    template.one("aws_rds_cluster", { master_username: "project_x_user", deletion_protection: true });
    template.one("aws_db_proxy_endpoint", { target_role: "READ_ONLY" });
    template.one("aws_secretsmanager_secret_rotation", { rotation_rules: { automatically_after_days: 30 } });
    expect(JSON.parse(template.one("aws_lambda_invocation").input)).toEqual({ databases: ["app"] });
  });

  it("creates databases, then the user, then the proxy", () => {
    expect(template.one("aws_secretsmanager_secret_rotation").depends_on).toContain(
      template.address("aws_lambda_invocation"),
    );
    expect(template.one("aws_db_proxy").depends_on).toContain(template.address("aws_secretsmanager_secret_rotation"));
  });

  it("grants the application user the first database", () => {
    const { secret_string_wo: text } = aurora({ databases: ["first", "second"] }).one(
      "aws_secretsmanager_secret_version",
    );
    expect(text).toContain('"dbname" = "first"');
    expect(text).toContain('"username" = "project_x_app"');
  });

  it("lets clients reach the proxy only", () => {
    expect(template.reaches("proxy/client", "proxy/server", 3306)).toBe(true);
    expect(template.reaches("proxy/client", "cluster/server", 3306)).toBe(false);
    expect(template.reaches("cluster/client", "cluster/server", 3306)).toBe(true);
  });

  it("has no endpoint for readers without readers", () => {
    aurora({ readers: 0 }).none("aws_db_proxy_endpoint");
  });

  it("frees the name of its secret at once without deletion protection", () => {
    aurora({ deletionProtection: false }).one("aws_secretsmanager_secret", { recovery_window_in_days: 0 });
  });

  it("fails without a database", () => {
    expect(() => aurora({ databases: [] })).toThrow("databases must have an entry for 0");
  });

  it("fails when the application is the master user", () => {
    expect(() => aurora({ applicationUsername: "project_x_user" })).toThrow(
      "applicationUsername must differ from masterUsername",
    );
  });
});
