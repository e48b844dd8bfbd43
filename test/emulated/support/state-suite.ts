import { readdirSync } from "node:fs";
import { GetBucketVersioningCommand, ListBucketsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { type Emulator, startEmulator } from "../../../tools/emulator/start";
import type { AwsClients } from "./aws";
import { bootstrapFolder, Deployment } from "./deployment";

/** Bootstraps the state of one environment twice. */
export function describeState(name: string): void {
  describe(`state in ${name}`, () => {
    let emulator: Emulator;
    let deployment: Deployment;
    let aws: AwsClients;

    beforeAll(async () => {
      emulator = await startEmulator({ log: (line) => process.stderr.write(`${name}: ${line}\n`) });
      deployment = await Deployment.of(name, "state", emulator.url);
      aws = deployment.clients();
      await deployment.bootstrapState();
    });

    afterAll(() => emulator?.stop());

    it("stores its own state in the versioned bucket that it created, without a copy on this machine", async () => {
      const { accountId } = deployment.environment;
      const { Buckets = [] } = await aws.s3.send(new ListBucketsCommand({}));
      const [Bucket, ...others] = Buckets.map((bucket) => bucket.Name).filter((it) =>
        it?.endsWith(`-state-${accountId}`),
      );
      expect([Bucket, others]).toEqual([expect.stringContaining(`-${name}-state-`), []]);
      const { Contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket }));
      expect(Contents.map(({ Key }) => Key)).toEqual([`${name}/${name}-state.tfstate`]);
      const { Status } = await aws.s3.send(new GetBucketVersioningCommand({ Bucket }));
      expect(Status).toBe("Enabled");
      expect(readdirSync(bootstrapFolder(deployment.environment))).toEqual(["cdktf.out"]);
    });

    it("changes nothing in a second bootstrap", async () => {
      const { stdout } = await deployment.bootstrapState();
      expect(stdout).toContain(`${name}-state: the state is already in its bucket`);
      expect(stdout).not.toContain("Apply complete");
    });
  });
}
