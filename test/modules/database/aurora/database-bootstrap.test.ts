import { DatabaseBootstrap } from "../../../../modules/database/aurora/database-bootstrap";
import { statementsOf } from "../../../helpers/policy";
import { Template } from "../../../helpers/template";

const MASTER = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-1";

describe("DatabaseBootstrap", () => {
  const template = Template.of((scope) => {
    new DatabaseBootstrap(scope, "bootstrap", {
      name: "sample-test-aurora-bootstrap",
      accountId: "123456789012",
      region: "eu-west-1",
      vpcId: "vpc-1",
      vpcCidr: "10.11.0.0/16",
      subnetIds: ["subnet-1", "subnet-2"],
      databaseClientSecurityGroupId: "sg-database-client",
      masterSecretArn: MASTER,
      host: "cluster.example",
      port: 3306,
      databases: ["app", "reports"],
      kmsKeyArn: "arn:key",
      logRetentionInDays: 365,
      dependsOn: [],
    });
  });

  it("calls its function when it is made and when databases or cluster change, with names alone", () => {
    const { input, triggers } = template.one("aws_lambda_invocation");
    expect(JSON.parse(input)).toEqual({ databases: ["app", "reports"] });
    expect(triggers).toEqual({ databases: "app,reports", host: "cluster.example" });
  });

  it("may read the master secret, decrypt that one, and change nothing", () => {
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

  it("reaches the database and the endpoints of AWS services, and is reached by nobody", () => {
    template.one("aws_vpc_security_group_egress_rule", { cidr_ipv4: "10.11.0.0/16", from_port: 443, to_port: 443 });
    template.none("aws_vpc_security_group_ingress_rule");
    const { vpc_config } = template.one("aws_lambda_function", { reserved_concurrent_executions: 1 });
    expect(vpc_config.security_group_ids).toEqual([template.ref("aws_security_group"), "sg-database-client"]);
  });
});
