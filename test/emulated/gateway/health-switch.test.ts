import {
  CreateAliasCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { HealthSwitch } from "../../../tools/drill-health/health-switch";
import { EmulatedAws } from "./emulated";
import { publishFunction } from "./published-function";

const aws = new EmulatedAws();
const FunctionName = "items-health";
const Name = "live";
let lambda: LambdaClient;
let health: HealthSwitch;

beforeEach(async () => {
  await aws.emulator.reset();
  lambda = new LambdaClient(aws.config());
  await publishFunction(aws, lambda, FunctionName, { TABLE_NAME: "items", STATUS: "200" });
  await lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: "1" }));
  health = new HealthSwitch(lambda, FunctionName);
});

/** Environment of a version, an alias or, without a qualifier, of `$LATEST`. */
async function variables(Qualifier?: string) {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }));
  return Environment?.Variables;
}

const version = async () => (await lambda.send(new GetAliasCommand({ FunctionName, Name }))).FunctionVersion;

describe("the drill switch of a health function behind an alias", () => {
  it("gives callers a version with another status, and leaves the configuration of Terraform alone", async () => {
    expect(await health.turnOn(503)).toBe("2");
    expect(await version()).toBe("2");
    expect(await variables("2")).toEqual({ TABLE_NAME: "items", STATUS: "503" });
    expect(await variables()).toEqual({ TABLE_NAME: "items", STATUS: "200" });
  });

  it("gives callers the version before the drill at its end", async () => {
    await health.turnOn(503);
    expect(await health.isOn()).toBe(true);
    expect(await health.turnOff()).toBe("1");
    expect(await health.isOn()).toBe(false);
    expect(await version()).toBe("1");
    expect(await health.turnOff()).toBeUndefined();
  });

  it("can be used again", async () => {
    await health.turnOn(503);
    await health.turnOff();
    expect(await health.turnOn(500)).toBe("3");
    expect(await health.turnOff()).toBe("1");
  });

  it("refuses a second drill, and a drill during a release", async () => {
    await health.turnOn(503);
    await expect(health.turnOn(503)).rejects.toThrow("items-health must not be in a drill, got version 2");
    await health.turnOff();
    const RoutingConfig = { AdditionalVersionWeights: { 2: 0.1 } };
    await lambda.send(new UpdateAliasCommand({ FunctionName, Name, RoutingConfig }));
    await expect(health.turnOn(503)).rejects.toThrow("items-health must not be in a release");
  });
});
