import {
  CreateAliasCommand,
  GetAliasCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { EmulatedAws } from "./emulated";
import { publishFunction } from "./published-function";

const aws = new EmulatedAws();
const FunctionName = "items-health";
const Name = "live";
let lambda: LambdaClient;

beforeEach(async () => {
  await aws.emulator.reset();
  lambda = new LambdaClient(aws.config());
  await publishFunction(aws, lambda, FunctionName);
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
