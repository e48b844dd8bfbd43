import {
  MysqlRotationFunction,
  type MysqlRotationFunctionProps,
} from "../../../../modules/database/mysql/mysql-rotation-function";
import { SecretAccess } from "../../../../modules/security/secret-access";
import { SecurityGroup } from "../../../../modules/security/security-group";
import { DATABASE_NETWORK } from "../../../helpers/database-network";
import { statementsOf } from "../../../helpers/policy";
import { Template } from "../../../helpers/template";

const secret = (arn: string) => new SecretAccess({ arn, kmsKeyArn: "arn:key", region: "eu-west-1" });

function rotation(props: Partial<MysqlRotationFunctionProps> = {}): Template {
  return Template.of((scope) => {
    const clients = new SecurityGroup(scope, "clients", { name: "clients", description: "Clients", vpcId: "vpc-1" });
    new MysqlRotationFunction(scope, "rotation", {
      name: "project-x-dev-mysql-rotation",
      accountId: "123456789012",
      region: "eu-west-1",
      network: DATABASE_NETWORK,
      databaseClientSecurityGroupId: clients.securityGroupId,
      rotated: [secret("arn:master"), secret("arn:application")],
      kmsKeyArn: "arn:key",
      ...props,
    });
  });
}

describe("MysqlRotationFunction", () => {
  const template = rotation();
  const allowed = (of: Template, action: string) =>
    statementsOf(of.one("aws_iam_role_policy").policy)
      .filter(({ effect, actions }) => effect === "Allow" && actions.includes(action))
      .flatMap(({ resources }) => resources);

  it("stands alone: required props only", () => {
    template.one("aws_cloudwatch_log_group", { retention_in_days: 365 });
  });

  it("may rotate these secrets only", () => {
    for (const action of ["DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"]) {
      expect(allowed(template, `secretsmanager:${action}`)).toEqual(["arn:master", "arn:application"]);
    }
  });

  it("only reads a secret that RDS rotates", () => {
    const managed = rotation({ rotated: [secret("arn:application")], readOnly: [secret("arn:master")] });
    expect(allowed(managed, "secretsmanager:GetSecretValue")).toEqual(["arn:application", "arn:master"]);
    expect(allowed(managed, "secretsmanager:PutSecretValue")).toEqual(["arn:application"]);
  });

  it("may use the key for these secrets only, through Secrets Manager", () => {
    const use = statementsOf(template.one("aws_iam_role_policy").policy).find(({ sid }) => sid === "UseKeyForSecrets");
    expect(use).toMatchObject({
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["arn:key"],
      conditions: {
        StringEquals: {
          "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
          "kms:EncryptionContext:SecretARN": ["arn:master", "arn:application"],
        },
      },
    });
  });

  it("may connect to the database and to interface endpoints only", () => {
    template.one("aws_lambda_function", {
      vpc_config: {
        subnet_ids: ["subnet-a", "subnet-b"],
        security_group_ids: [
          template.ref("aws_security_group", "rotation/security-group"),
          template.ref("aws_security_group", "clients"),
        ],
      },
    });
    template.one("aws_vpc_security_group_egress_rule", { cidr_ipv4: "10.11.0.0/16", from_port: 443, to_port: 443 });
    template.none("aws_vpc_security_group_ingress_rule");
  });

  it("trusts the certificate authorities of RDS", () => {
    template.one("aws_lambda_function", {
      environment: { variables: { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" } },
    });
  });

  it("knows the roles of users, if they have any", () => {
    const { environment } = template.one("aws_lambda_function");
    expect(environment.variables).not.toHaveProperty("DATABASE_ROLES");
    rotation({ granted: { databases: ["app"], roles: ["reader"] } }).one("aws_lambda_function", {
      environment: { variables: { DATABASE_ROLES: '{"databases":["app"],"users":{"reader":"reader"}}' } },
    });
  });

  it("reserves no concurrency, which a new account refuses", () => {
    expect(template.one("aws_lambda_function")).not.toHaveProperty("reserved_concurrent_executions");
  });
});
