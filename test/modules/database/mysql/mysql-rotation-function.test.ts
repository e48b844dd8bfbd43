import {
  MysqlRotationFunction,
  type MysqlRotationFunctionProps,
} from "../../../../modules/database/mysql/mysql-rotation-function";
import { SecurityGroup } from "../../../../modules/security/security-group";
import { statementsOf } from "../../../helpers/policy";
import { Template } from "../../../helpers/template";

function rotation(props: Partial<MysqlRotationFunctionProps> = {}): Template {
  return Template.of((scope) => {
    const clients = new SecurityGroup(scope, "clients", { name: "clients", description: "Clients", vpcId: "vpc-1" });
    new MysqlRotationFunction(scope, "rotation", {
      name: "project-x-dev-mysql-rotation",
      accountId: "111111111111",
      region: "eu-west-1",
      vpcId: "vpc-1",
      vpcCidr: "10.0.0.0/16",
      subnetIds: ["subnet-a", "subnet-b"],
      databaseClientSecurityGroupId: clients.securityGroupId,
      secretArns: ["arn:master", "arn:application"],
      kmsKeyArn: "arn:key",
      logRetentionInDays: 30,
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

  it("changes these secrets and no others", () => {
    for (const action of ["DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"]) {
      expect(allowed(template, `secretsmanager:${action}`)).toEqual(["arn:master", "arn:application"]);
    }
  });

  it("only reads a secret that RDS rotates", () => {
    const managed = rotation({ secretArns: ["arn:application"], readOnlySecretArns: ["arn:master"] });
    expect(allowed(managed, "secretsmanager:GetSecretValue")).toEqual(["arn:application", "arn:master"]);
    expect(allowed(managed, "secretsmanager:PutSecretValue")).toEqual(["arn:application"]);
  });

  it("uses the key for these secrets alone, through Secrets Manager", () => {
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

  it("belongs to the database's clients and calls AWS inside the VPC only", () => {
    template.one("aws_lambda_function", {
      vpc_config: {
        subnet_ids: ["subnet-a", "subnet-b"],
        security_group_ids: [
          template.ref("aws_security_group", "rotation/security-group"),
          template.ref("aws_security_group", "clients"),
        ],
      },
    });
    template.one("aws_vpc_security_group_egress_rule", { cidr_ipv4: "10.0.0.0/16", from_port: 443, to_port: 443 });
    template.none("aws_vpc_security_group_ingress_rule");
  });

  it("trusts the certificate authorities of RDS", () => {
    template.one("aws_lambda_function", {
      environment: { variables: { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" } },
    });
  });

  it("never rotates one secret twice at a time", () => {
    template.one("aws_lambda_function", { reserved_concurrent_executions: 2 });
  });
});
