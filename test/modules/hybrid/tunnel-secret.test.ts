import { TunnelSecret, type TunnelSecretProps } from "../../../modules/hybrid/tunnel-secret";
import { Template } from "../../helpers/template";

function build(props: Partial<TunnelSecretProps> = {}) {
  let secret: TunnelSecret | undefined;
  const template = Template.of((scope) => {
    secret = new TunnelSecret(scope, "secret", {
      name: "sample-tunnel",
      kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
      region: "eu-west-1",
      ...props,
    });
  });
  return { template, secret: secret as TunnelSecret };
}

describe("TunnelSecret", () => {
  const { template, secret } = build({ authentication: "psk" });

  it("writes a pre-shared key that reaches neither state nor plan", () => {
    expect(secret.authentication).toBe("psk");
    const version = template.one("aws_secretsmanager_secret_version", { secret_string_wo_version: 1 });
    expect(version.secret_string_wo).toContain("ephemeral.aws_secretsmanager_random_password");
    expect(version).not.toHaveProperty("secret_string");
  });

  it("generates a key of 64 characters", () => {
    const [password] = Object.values(template.json.ephemeral.aws_secretsmanager_random_password);
    expect(password).toMatchObject({ password_length: 64 });
  });

  it("keeps a deleted secret for 30 days by default", () => {
    template.one("aws_secretsmanager_secret", { recovery_window_in_days: 30 });
  });

  it("stands alone: required props only, empty for a certificate that an operator writes", () => {
    const other = build();
    expect(other.secret.authentication).toBe("certificate");
    other.template.one("aws_secretsmanager_secret");
    other.template.none("aws_secretsmanager_secret_version");
  });
});
