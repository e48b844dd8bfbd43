import { type Emulator, startEmulator } from "../../../tools/emulator/start";
import { type AwsClients, awsClients } from "./aws";
import { Deployment } from "./deployment";
import { expectOnlyKnownDrift } from "./known-drift";
import { createStateBucket } from "./state-bucket";

/** An architecture of an environment on an emulated AWS of its own; there once the tests run. */
export interface Deployed {
  readonly deployment: Deployment;
  /** Clients of the environment's account and region. */
  readonly aws: AwsClients;
}

/**
 * Deploys an architecture before the tests of the enclosing `describe`, the first of which is that a second plan is
 * empty, and stops the emulated AWS after them.
 */
export function deployed(name: string, architecture: string): Deployed {
  let emulator: Emulator | undefined;
  let deployment: Deployment | undefined;
  let aws: AwsClients | undefined;

  beforeAll(async () => {
    emulator = await startEmulator({ log: (line) => process.stderr.write(`${name}: ${line}\n`) });
    deployment = await Deployment.of(name, architecture, emulator.url);
    const { accountId, region } = deployment.environment;
    aws = awsClients(emulator.url, accountId, region);
    await createStateBucket(deployment);
    await deployment.deploy();
  });

  afterAll(() => emulator?.stop());

  it("plans nothing after it is deployed", async () => {
    expectOnlyKnownDrift(await there(deployment).changes());
  });

  return {
    get deployment() {
      return there(deployment);
    },
    get aws() {
      return there(aws);
    },
  };
}

function there<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("a deployment must be asked for by a test, got something that runs before the tests");
  }
  return value;
}
