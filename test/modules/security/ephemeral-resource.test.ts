import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { EphemeralResource } from "../../../modules/security/ephemeral-resource";
import { Template } from "../../helpers/template";

const PASSWORD = "aws_secretsmanager_random_password";

describe("EphemeralResource", () => {
  const template = Template.of((scope) => {
    const secret = new SecretsmanagerSecret(scope, "secret", { name: "secret" });
    const one = new EphemeralResource(scope, "one", { type: PASSWORD, config: { password_length: 20 } });
    new EphemeralResource(scope, "other", { type: PASSWORD, config: { password_length: 30 } });
    new EphemeralResource(scope, "value", {
      type: "aws_secretsmanager_secret_version",
      config: { secret_id: secret.arn },
    });
    new SecretsmanagerSecretVersion(scope, "version", {
      secretId: secret.id,
      secretStringWo: one.attribute("random_password"),
      secretStringWoVersion: 1,
    });
  });
  const passwords: Record<string, unknown> = template.json.ephemeral[PASSWORD];

  it("stands alone: one block of its type per construct", () => {
    expect(Object.values(passwords)).toEqual([{ password_length: 20 }, { password_length: 30 }]);
  });

  it("refers to an attribute by the name of the block", () => {
    const [name] = Object.keys(passwords);
    template.one("aws_secretsmanager_secret_version", {
      secret_string_wo: `\${ephemeral.${PASSWORD}.${name}.random_password}`,
    });
  });

  it("accepts references to resources", () => {
    const [value] = Object.values(template.json.ephemeral.aws_secretsmanager_secret_version);
    expect(value).toEqual({ secret_id: template.ref("aws_secretsmanager_secret", "secret", "arn") });
  });
});
