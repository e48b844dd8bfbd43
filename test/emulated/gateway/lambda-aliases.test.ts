import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
const FunctionName = "items-health";
const Name = "live";
let lambda: LambdaClient;

beforeEach(async () => {
  await aws.emulator.reset();
  lambda = new LambdaClient(aws.config());
  await createRole("items");
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: "arn:aws:iam::111111111111:role/items",
      Runtime: "nodejs22.x",
      Handler: "handler.handler",
      Code: { ZipFile: zipSync({ "handler.js": new TextEncoder().encode("exports.handler = () => 1") }) },
      Publish: true,
    }),
  );
  await lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: "1" }));
});

describe("an alias", () => {
  it("routes a part of the calls to a second version, until the weights are removed", async () => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: { A: "2" } } }));
    expect((await lambda.send(new PublishVersionCommand({ FunctionName }))).Version).toBe("2");
    await lambda.send(
      new UpdateAliasCommand({ FunctionName, Name, RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } }),
    );
    expect(await lambda.send(new GetAliasCommand({ FunctionName, Name }))).toMatchObject({
      FunctionVersion: "1",
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
    });
    await lambda.send(
      new UpdateAliasCommand({
        FunctionName,
        Name,
        FunctionVersion: "2",
        RoutingConfig: { AdditionalVersionWeights: {} },
      }),
    );
    const moved = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
    expect(moved.FunctionVersion).toBe("2");
    expect(moved.RoutingConfig?.AdditionalVersionWeights ?? {}).toEqual({});
  });

  it("has a new revision after each update, and refuses an update of an older revision", async () => {
    const { RevisionId } = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
    const update = (revision: string | undefined) =>
      lambda.send(new UpdateAliasCommand({ FunctionName, Name, FunctionVersion: "1", RevisionId: revision }));
    const updated = await update(RevisionId);
    expect(updated.RevisionId).not.toBe(RevisionId);
    await expect(update(RevisionId)).rejects.toMatchObject({ name: "PreconditionFailedException" });
    expect((await update(updated.RevisionId)).RevisionId).toBe(
      (await lambda.send(new GetAliasCommand({ FunctionName, Name }))).RevisionId,
    );
  });
});

describe("a version", () => {
  it("keeps its environment when the function changes", async () => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: { A: "2" } } }));
    await lambda.send(new PublishVersionCommand({ FunctionName }));
    const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions.map(({ Version, Environment }) => [Version, Environment?.Variables?.A])).toEqual([
      ["$LATEST", "2"],
      ["1", undefined],
      ["2", "2"],
    ]);
  });
});

/** Without the SDK's client for IAM, which no other test needs. */
async function createRole(RoleName: string): Promise<void> {
  const { ok, status } = await fetch(aws.emulator.url, {
    method: "POST",
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/iam/aws4_request" },
    body: new URLSearchParams({ Action: "CreateRole", RoleName, AssumeRolePolicyDocument: "{}" }),
  });
  if (!ok) {
    throw new Error(`CreateRole must succeed, got HTTP ${status}`);
  }
}
