import { DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import type { Deployable } from "../../../tools/deployments/deployable";
import { type Emulator, startEmulator } from "../../../tools/emulator/start";
import { Deployment } from "./deployment";
import { expectOnlyKnownDrift } from "./known-drift";
import { liftProtection } from "./protection";
import { createStateBucket } from "./state-bucket";

/** Deploys, plans again and destroys an architecture of an environment without a suite. */
export function describeLater({ environment: name, architecture }: Deployable): void {
  describe(`${architecture} in ${name}`, () => {
    let emulator: Emulator;
    let deployment: Deployment;

    beforeAll(async () => {
      emulator = await startEmulator({ log: (line) => process.stderr.write(`${name}: ${line}\n`) });
      deployment = await Deployment.of(name, architecture, emulator.url);
    });

    afterAll(() => emulator?.stop());

    if (architecture === "state") {
      it("bootstraps the state, and finds it in a second run", async () => {
        await deployment.bootstrapState();
        const { stdout } = await deployment.bootstrapState();
        expect(stdout).toContain(`${name}-state: the state is already in its bucket`);
      });
      return;
    }

    it("plans no changes after the deployment", async () => {
      await createStateBucket(deployment);
      await deployment.deploy();
      expectOnlyKnownDrift(await deployment.changes());
    });

    it("is destroyed", async () => {
      const clients = deployment.regions.map((region) => deployment.clients(region));
      for (const aws of clients) {
        await liftProtection(aws);
      }
      await deployment.destroy();
      const Filters = [{ Name: "is-default", Values: ["false"] }];
      const left = await Promise.all(clients.map(({ ec2 }) => ec2.send(new DescribeVpcsCommand({ Filters }))));
      expect(left.flatMap(({ Vpcs = [] }) => Vpcs)).toEqual([]);
    });
  });
}
