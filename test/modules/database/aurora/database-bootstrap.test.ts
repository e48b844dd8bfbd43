import { DatabaseBootstrap } from "../../../../modules/database/aurora/database-bootstrap";
import { SecretAccess } from "../../../../modules/security/secret-access";
import { DATABASE_NETWORK } from "../../../helpers/database-network";
import { statementsOf } from "../../../helpers/policy";
import { Template } from "../../../helpers/template";

const MASTER = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-1";

describe("DatabaseBootstrap", () => {
  const template = Template.of((scope) => {
    new DatabaseBootstrap(scope, "bootstrap", {
      name: "sample-test-aurora-bootstrap",
      accountId: "123456789012",
      region: "eu-west-1",
      network: DATABASE_NETWORK,
      databaseClientSecurityGroupId: "sg-database-client",
      masterSecret: new SecretAccess({ arn: MASTER, kmsKeyArn: "arn:key", region: "eu-west-1" }),
      endpoint: { host: "cluster.example", port: 3306 },
      databases: ["app", "reports"],
      roles: ["api", "reader"],
      kmsKeyArn: "arn:key",
    });
  });

  const roles = JSON.stringify({ databases: ["app", "reports"], users: { api: "api", reader: "reader" } });

  it("stands alone: required props only", () => {
    template.one("aws_lambda_function", {
      environment: {
        variables: {
          DATABASE_ROLES: roles,
          MASTER_SECRET_ARN: MASTER,
          DATABASE_HOST: "cluster.example",
          DATABASE_PORT: "3306",
          NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
        },
      },
    });
  });

  it("invokes its function once, and again when databases, roles, code or cluster change", () => {
    const { input, triggers } = template.one("aws_lambda_invocation");
    expect(JSON.parse(input)).toEqual({ databases: ["app", "reports"] });
    expect(triggers).toEqual({
      databases: "app,reports",
      roles,
      host: "cluster.example",
      code: template.ref("aws_lambda_function", undefined, "source_code_hash"),
    });
  });

  it("invokes its function only after the function can reach Secrets Manager", () => {
    expect(template.one("aws_lambda_invocation").depends_on).toEqual([
      template.address("aws_vpc_security_group_egress_rule"),
    ]);
  });

  it("may read and decrypt the master secret only", () => {
    const own = statementsOf(template.one("aws_iam_role_policy").policy).filter(({ sid }) => /Secret/.test(sid));
    expect(own.map(({ actions, resources }) => [actions, resources])).toEqual([
      [["secretsmanager:GetSecretValue"], [MASTER]],
      [["kms:Decrypt"], ["arn:key"]],
    ]);
    expect(own[1]?.conditions).toEqual({
      StringEquals: {
        "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
        "kms:EncryptionContext:SecretARN": MASTER,
      },
    });
  });

  it("may connect to the database and to interface endpoints, and accepts no connection", () => {
    template.one("aws_vpc_security_group_egress_rule", { cidr_ipv4: "10.11.0.0/16", from_port: 443, to_port: 443 });
    template.none("aws_vpc_security_group_ingress_rule");
    const { vpc_config } = template.one("aws_lambda_function");
    expect(vpc_config.security_group_ids).toEqual([template.ref("aws_security_group"), "sg-database-client"]);
  });
});
