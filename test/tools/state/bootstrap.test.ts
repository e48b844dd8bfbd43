import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../../tools/shared/usage-error";
import { StateBootstrap } from "../../../tools/state/bootstrap";
import { TerraformCli } from "../../../tools/terraform/cli";
import { World } from "./world";

describe("StateBootstrap", () => {
  const environment = { ...process.env };
  let world: World;
  let told: string[];

  beforeEach(() => {
    world = new World();
    told = [];
    Object.assign(process.env, world.environment);
  });

  afterEach(() => {
    world.end();
    process.env = { ...environment };
  });

  async function bootstrap(): Promise<void> {
    const terraform = await TerraformCli.find();
    await new StateBootstrap({
      terraform,
      stack: world.stack,
      accountId: "123456789012",
      stateFolder: world.stateFolder,
      say: (line) => told.push(line),
    }).run();
  }

  async function failure(): Promise<UsageError> {
    const error = await bootstrap().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    return error as UsageError;
  }

  function expectComplete(): void {
    expect(world.remoteState).toContain("aws_s3_bucket.state_1");
    expect(world.leftovers).toEqual([]);
  }

  it("creates the bucket with a local state, moves the state into it, and checks that a plan is empty", async () => {
    await bootstrap();
    expect(world.steps).toEqual(["init-s3", "init-local", "apply", "migrate", "plan"]);
    expectComplete();
  });

  it("reports every step and every resource", async () => {
    await bootstrap();
    expect(told).toEqual([
      "looking for the state in its bucket",
      "no state found; creating the bucket and its key with the state on this machine",
      "  aws_s3_bucket.state_1: Creation complete after 1s [id=project-x-dev-state-123456789012]",
      "  Apply complete! Resources: 2 added, 0 changed, 0 destroyed.",
      "moving the state into the bucket",
      "comparing the state in the bucket with AWS",
      "deleting the copy of the state on this machine",
    ]);
  });

  it("runs without input", async () => {
    await bootstrap();
    const calls = world.calls.filter((call) => !/^(version|state)/.test(call));
    for (const call of calls) {
      expect(call).toContain("-input=false");
    }
    expect(calls).toContain("apply -input=false -no-color -auto-approve");
    expect(calls.some((call) => call.includes("-migrate-state -force-copy"))).toBe(true);
  });

  it("changes nothing in a second run", async () => {
    await bootstrap();
    world.delete("steps");
    await bootstrap();
    expect(world.steps).toEqual(["init-s3", "state", "plan"]);
    expectComplete();
  });

  describe.each([
    "init-s3 before",
    "init-local before",
    "init-local after",
    "apply before",
    "create after",
    "apply after",
    "migrate before",
    "migrate after",
    "plan before",
    "plan after",
  ])("killed at: %s", (moment) => {
    it("is completed by the next run", async () => {
      world.put("stop", moment);
      await failure();
      expect(world.has("stop")).toBe(false);
      await bootstrap();
      expectComplete();
    });
  });

  it.each(["apply after", "migrate after"])(
    "killed at: %s, is completed by the next run even when cdktf.out was deleted in between",
    async (moment) => {
      world.put("stop", moment);
      await failure();
      rmSync(join(world.stack.folder, ".terraform"), { recursive: true, force: true });
      rmSync(join(world.stack.folder, "backend_override.tf.json"), { force: true });
      await bootstrap();
      expectComplete();
    },
  );

  it("is completed by the next run if the process was killed", async () => {
    world.put("stop", "migrate after");
    world.put("kill-caller");
    const killed = spawnSync(
      process.execPath,
      ["--import", "tsx", require.resolve("./run-bootstrap.ts"), world.folder],
      {
        env: { ...process.env, ...world.environment },
      },
    );
    expect(killed.signal).toBe("SIGKILL");
    expect(world.leftovers).toEqual([world.localState]);
    await bootstrap();
    expectComplete();
  });

  it("imports a bucket that an interrupted run created without a state", async () => {
    world.put("bucket");
    await bootstrap();
    expect(world.steps).toEqual([
      "init-s3",
      "state",
      "init-local",
      "apply",
      "state",
      "import",
      "import",
      "apply",
      "migrate",
      "plan",
    ]);
    expect(told).toContain("found project-x-dev-state-123456789012, imported into the state");
    expectComplete();
  });

  it("retains the local copy if the moved state differs from AWS", async () => {
    world.put("drift");
    const { message, exitCode } = await failure();
    expect(message).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
    expect(message).toContain(
      "differs from the state of dev-state; review the plan above, then run: npx cdktf deploy dev-state",
    );
    expect(exitCode).toBe(1);
    expect(world.leftovers).toEqual([world.localState]);
  });

  it("creates nothing if the state in the bucket cannot be read", async () => {
    await bootstrap();
    world.delete("steps");
    world.put("fail-state", "Error: Failed to load state: AccessDenied: not authorized to perform: kms:Decrypt\n");
    const { message } = await failure();
    expect(message).toContain("must be allowed to use the state bucket of account 123456789012");
    expect(world.steps).toEqual(["init-s3", "state"]);
  });

  it.each([
    [
      "the account is another",
      "apply",
      "Error: AWS account ID not allowed: 999999999999\n",
      "the AWS credentials must be those of account 123456789012, got 999999999999",
      2,
    ],
    [
      "there are no credentials",
      "init-s3",
      "Error: No valid credential sources found\n",
      "AWS credentials must be in the environment, got none; sign in to account 123456789012 first",
      2,
    ],
    [
      "the bucket is refused",
      "init-s3",
      "Error: operation error S3: ListObjectsV2, StatusCode: 403\n",
      "the AWS credentials must be allowed to use the state bucket of account 123456789012",
      2,
    ],
    [
      "AWS fails",
      "apply",
      "Error: creating KMS Key: ServiceUnavailable\n",
      "terraform apply ended with exit code 1; run the same command again to continue",
      1,
    ],
  ])("says what to do when %s, after Terraform's own words", async (_, step, output, advice, code) => {
    world.put(`fail-${step}`, output);
    const { message, exitCode } = await failure();
    expect(message).toContain(output.trim());
    expect(message).toContain(advice);
    expect(exitCode).toBe(code);
  });
});
