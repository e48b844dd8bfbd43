import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { RandomPassword } from "../../../modules/security/random-password";
import { Secret } from "../../../modules/security/secret";
import { policyDocument } from "../../../modules/shared/iam";
import { Template } from "../../helpers/template";

const PROPS = {
  name: "project-x-dev-tunnel",
  description: "Pre-shared key of the tunnel",
  kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
  region: "eu-west-1",
};

function build(props: Partial<ConstructorParameters<typeof Secret>[2]> = {}): Template {
  return Template.of((scope) => {
    new Secret(scope, "secret", { ...PROPS, ...props });
  });
}

describe("Secret", () => {
  it("stands alone: required props only", () => {
    build().one("aws_secretsmanager_secret", {
      name: PROPS.name,
      description: PROPS.description,
      kms_key_id: PROPS.kmsKeyArn,
      recovery_window_in_days: 30,
    });
  });

  it("can be deleted at once", () => {
    build({ recoveryWindowInDays: 0 }).one("aws_secretsmanager_secret", { recovery_window_in_days: 0 });
  });

  it.each([1, 6, 31])("fails when the recovery window is %i days", (recoveryWindowInDays) => {
    expect(() => build({ recoveryWindowInDays })).toThrow(
      `recoveryWindowInDays must be 0 or from 7 to 30, got ${recoveryWindowInDays}`,
    );
  });

  it("writes a version once, through write-only arguments", () => {
    const template = Template.of((scope) => {
      const secret = new Secret(scope, "secret", PROPS);
      secret.put("seed", ["SEED"], { psk: new RandomPassword(scope, "psk").value });
    });
    const version = template.one("aws_secretsmanager_secret_version");
    expect(version).toMatchObject({
      secret_string_wo: expect.stringMatching(/^\$\{jsonencode\(.*ephemeral\.aws_secretsmanager_random_password\./),
      secret_string_wo_version: 1,
      version_stages: ["SEED"],
      lifecycle: { ignore_changes: ["version_stages"] },
    });
    expect(version).not.toHaveProperty("secret_string");
  });

  it("lets a reader read this secret, and decrypt for this secret only", () => {
    const template = Template.of((scope) => {
      const secret = new Secret(scope, "secret", PROPS);
      new IamRolePolicy(scope, "policy", { role: "reader", policy: policyDocument(secret.readStatements()) });
    });
    const arn = template.ref("aws_secretsmanager_secret", undefined, "arn");
    expect(JSON.parse(template.one("aws_iam_role_policy").policy).Statement).toEqual([
      { Sid: "ReadSecret", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: arn },
      {
        Sid: "DecryptSecret",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: PROPS.kmsKeyArn,
        Condition: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
            "kms:EncryptionContext:SecretARN": arn,
          },
        },
      },
    ]);
  });
});
