import { rotateSecretsStatements, SecretAccess } from "../../../modules/security/secret-access";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
const OTHER_KEY = "arn:aws:kms:eu-west-1:123456789012:key/2";

function secret(name: string, kmsKeyArn = KEY): SecretAccess {
  return new SecretAccess({
    arn: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-AbCdEf`,
    kmsKeyArn,
    region: "eu-west-1",
  });
}

describe("SecretAccess", () => {
  it("names the statements after the subject", () => {
    const statements = secret("master").readStatements({ subject: "MasterSecret" });
    expect(statements.map(({ sid }) => sid)).toEqual(["ReadMasterSecret", "DecryptMasterSecret"]);
  });

  it("lets a reader decrypt for this secret only, and only through Secrets Manager", () => {
    const master = secret("master");
    expect(master.readStatements()).toEqual([
      { sid: "ReadSecret", actions: ["secretsmanager:GetSecretValue"], resources: [master.arn] },
      {
        sid: "DecryptSecret",
        actions: ["kms:Decrypt"],
        resources: [KEY],
        conditions: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
            "kms:EncryptionContext:SecretARN": master.arn,
          },
        },
      },
    ]);
  });
});

describe("rotateSecretsStatements", () => {
  const application = secret("application");
  const master = secret("master");

  it("reads every secret, and changes only those that it rotates", () => {
    const [read, change] = rotateSecretsStatements({ rotated: [application], readOnly: [master] });
    expect(read).toMatchObject({ sid: "ReadSecrets", resources: [application.arn, master.arn] });
    expect(change).toEqual({
      sid: "ChangeSecrets",
      actions: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
      resources: [application.arn],
    });
  });

  it("names a key once however many secrets it encrypts", () => {
    const statements = rotateSecretsStatements({ rotated: [application, master, secret("other", OTHER_KEY)] });
    expect(statements.at(-1)).toMatchObject({
      sid: "UseKeyForSecrets",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [KEY, OTHER_KEY],
    });
  });

  it("uses the keys for these secrets only, and only through Secrets Manager", () => {
    const statements = rotateSecretsStatements({ rotated: [application], readOnly: [master] });
    expect(statements.at(-1)?.conditions).toEqual({
      StringEquals: {
        "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
        "kms:EncryptionContext:SecretARN": [application.arn, master.arn],
      },
    });
  });

  it("fails when there is no secret", () => {
    expect(() => rotateSecretsStatements({ rotated: [] })).toThrow("rotated must have an entry for 0, got []");
  });
});
