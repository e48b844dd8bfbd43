import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretRotation, type SecretRotationProps } from "../../../modules/security/secret-rotation";
import { Template } from "../../helpers/template";

function rotation(props: Partial<SecretRotationProps> = {}): Template {
  return Template.of((scope) => {
    const neighbour = new SecretsmanagerSecret(scope, "neighbour", { name: "neighbour" });
    new SecretRotation(scope, "rotation", {
      secretArn: "arn:secret",
      rotationFunction: { arn: "arn:function", name: "rotation" },
      accountId: "123456789012",
      automaticallyAfterDays: 30,
      rotateImmediately: false,
      dependsOn: [neighbour],
      ...props,
    });
  });
}

describe("SecretRotation", () => {
  const template = rotation();

  it("stands alone: required props only", () => {
    const alone = Template.of((scope) => {
      new SecretRotation(scope, "rotation", {
        secretArn: "arn:secret",
        rotationFunction: { arn: "arn:function", name: "rotation" },
        accountId: "123456789012",
      });
    });
    alone.one("aws_secretsmanager_secret_rotation", {
      rotate_immediately: true,
      rotation_rules: { automatically_after_days: 30 },
      depends_on: [alone.address("aws_lambda_permission")],
    });
  });

  it("rotates the secret on the given schedule", () => {
    template.one("aws_secretsmanager_secret_rotation", {
      secret_id: "arn:secret",
      rotation_lambda_arn: "arn:function",
      rotate_immediately: false,
      rotation_rules: { automatically_after_days: 30 },
    });
  });

  it("lets Secrets Manager invoke the function for this secret of this account only", () => {
    template.one("aws_lambda_permission", {
      function_name: "rotation",
      action: "lambda:InvokeFunction",
      principal: "secretsmanager.amazonaws.com",
      source_account: "123456789012",
      source_arn: "arn:secret",
    });
  });

  it("depends on the permission and on the resources that a rotation needs", () => {
    expect(template.one("aws_secretsmanager_secret_rotation").depends_on).toEqual([
      template.address("aws_lambda_permission"),
      template.address("aws_secretsmanager_secret"),
    ]);
  });

  it("fails when Secrets Manager does not allow the number of days", () => {
    expect(() => rotation({ automaticallyAfterDays: 0 })).toThrow(
      "automaticallyAfterDays must be from 1 to 1000, got 0",
    );
  });
});
