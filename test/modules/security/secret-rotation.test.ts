import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretRotation, type SecretRotationProps } from "../../../modules/security/secret-rotation";
import { Template } from "../../helpers/template";

function rotation(props: Partial<SecretRotationProps> = {}): Template {
  return Template.of((scope) => {
    const neighbour = new SecretsmanagerSecret(scope, "neighbour", { name: "neighbour" });
    new SecretRotation(scope, "rotation", {
      secretArn: "arn:secret",
      rotationFunction: { arn: "arn:function", name: "rotation" },
      accountId: "111111111111",
      automaticallyAfterDays: 30,
      rotateImmediately: false,
      dependsOn: [neighbour],
      ...props,
    });
  });
}

describe("SecretRotation", () => {
  const template = rotation();

  it("calls the function every so many days", () => {
    template.one("aws_secretsmanager_secret_rotation", {
      secret_id: "arn:secret",
      rotation_lambda_arn: "arn:function",
      rotate_immediately: false,
      rotation_rules: { automatically_after_days: 30 },
    });
  });

  it("lets Secrets Manager call the function for this secret of this account alone", () => {
    template.one("aws_lambda_permission", {
      function_name: "rotation",
      action: "lambda:InvokeFunction",
      principal: "secretsmanager.amazonaws.com",
      source_account: "111111111111",
      source_arn: "arn:secret",
    });
  });

  it("starts once the function may be called and what it needs is there", () => {
    expect(template.one("aws_secretsmanager_secret_rotation").depends_on).toEqual([
      template.address("aws_lambda_permission"),
      template.address("aws_secretsmanager_secret"),
    ]);
  });

  it("rotates at once when asked", () => {
    rotation({ rotateImmediately: true }).one("aws_secretsmanager_secret_rotation", { rotate_immediately: true });
  });

  it("fails when the days are none that Secrets Manager knows", () => {
    expect(() => rotation({ automaticallyAfterDays: 0 })).toThrow(
      "automaticallyAfterDays must be from 1 to 1000, got 0",
    );
  });
});
