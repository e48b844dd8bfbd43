import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
const RotationLambdaARN = "arn:aws:lambda:eu-west-1:111111111111:function:rotation";
let secrets: SecretsManagerClient;
beforeEach(async () => {
  await aws.emulator.reset();
  secrets = new SecretsManagerClient(aws.config());
});

describe("rotation", () => {
  const rules = { AutomaticallyAfterDays: 30, Duration: "3h" };
  const rotate = (SecretId: string) => new RotateSecretCommand({ SecretId, RotationLambdaARN, RotationRules: rules });

  it("is stored and returned, and invokes no Lambda function", async () => {
    const { ARN, VersionId } = await secrets.send(new CreateSecretCommand({ Name: "master", SecretString: "before" }));
    const rotated = await secrets.send(rotate("master"));
    expect(rotated).toMatchObject({ ARN, Name: "master", VersionId });
    expect(await secrets.send(new DescribeSecretCommand({ SecretId: ARN }))).toMatchObject({
      RotationEnabled: true,
      RotationLambdaARN,
      RotationRules: rules,
      LastRotatedDate: expect.any(Date),
    });
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: ARN }))).SecretString).toBe("before");
    expect((await secrets.send(new ListSecretsCommand({}))).SecretList).toMatchObject([{ RotationEnabled: true }]);
  });

  it("can be cancelled, and keeps its function", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "master", SecretString: "a" }));
    await secrets.send(rotate("master"));
    await secrets.send(new CancelRotateSecretCommand({ SecretId: "master" }));
    const read = await secrets.send(new DescribeSecretCommand({ SecretId: "master" }));
    expect(read).toMatchObject({ RotationEnabled: false, RotationLambdaARN });
  });

  it("starts later if the request disables immediate rotation", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "master", SecretString: "a" }));
    const later = new RotateSecretCommand({
      SecretId: "master",
      RotationLambdaARN,
      RotationRules: rules,
      RotateImmediately: false,
    });
    await secrets.send(later);
    expect(await secrets.send(new DescribeSecretCommand({ SecretId: "master" }))).not.toHaveProperty("LastRotatedDate");
  });

  it("requires a function and an existing secret", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "master", SecretString: "a" }));
    const without = secrets.send(new RotateSecretCommand({ SecretId: "master" }));
    await expect(without).rejects.toMatchObject({ name: "InvalidRequestException" });
    await expect(secrets.send(rotate("missing"))).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("is not visible in another account", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "master", SecretString: "a" }));
    await secrets.send(rotate("master"));
    const other = new SecretsManagerClient(aws.config("222222222222"));
    await other.send(new CreateSecretCommand({ Name: "master", SecretString: "a" }));
    expect(await other.send(new DescribeSecretCommand({ SecretId: "master" }))).not.toHaveProperty(
      "RotationEnabled",
      true,
    );
  });
});

describe("the first version of a secret", () => {
  it("is AWSCURRENT, independent of the requested stages", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "app" }));
    const seed = { SecretId: "app", SecretString: "seed", VersionStages: ["SEED"] };
    const { VersionId = "" } = await secrets.send(new PutSecretValueCommand(seed));
    const { VersionIdsToStages } = await secrets.send(new DescribeSecretCommand({ SecretId: "app" }));
    expect(VersionIdsToStages?.[VersionId]?.sort()).toEqual(["AWSCURRENT", "SEED"]);
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: "app" }))).SecretString).toBe("seed");
  });
});
