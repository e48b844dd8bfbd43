import { type Emulator, startEmulator } from "../../../tools/emulator/start";
import { type AwsClients, awsClients } from "./aws";
import { Deployment } from "./deployment";
import { expectOnlyKnownDrift } from "./known-drift";
import { createStateBucket } from "./state-bucket";

/** An architecture of an environment on a separate emulated AWS. Available when the tests run. */
export interface Deployed {
  readonly deployment: Deployment;
  /** Clients for the environment's account and region. */
  readonly aws: AwsClients;
}

/**
 * Deploys an architecture before the tests of the enclosing `describe`, and stops the emulated AWS after them. The first test
 * checks that a second plan is empty.
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

  it("plans no changes after the deployment", async () => {
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
    throw new Error("a deployment must be read in a test, got a read before the deployment; move it into the test");
  }
  return value;
}
