import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { GetAliasCommand } from "@aws-sdk/client-lambda";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { awsRegion } from "../../../tools/release/aws-region";
import { regionPrefix } from "../../../tools/release/region-prefix";
import { release } from "../../../tools/release/release";
import { readConfiguration, type SynthesizedStack } from "../../../tools/shared/synthesize";
import type { Deployment } from "./deployment";

/** The deployment, available when the tests run. */
interface Subject {
  readonly deployment: Deployment;
  /** URL of the emulated AWS. */
  readonly url: string;
}

interface SynthesizedFunction {
  readonly function_name: string;
  filename: string;
  source_code_hash: string;
  readonly environment: { readonly variables: Record<string, string> };
}

/** Steps and minutes as by default. The tests' clock does not wait. */
const PLAN = { steps: [10, 50], minutes: 5, rollback: false };

/** Changes code and configuration of one region's functions, deploys them, and releases them. */
export function testRelease(region: string, subject: () => Subject): void {
  describe(`a release in ${region}`, () => {
    it("deploys new versions that callers do not get, and plans no changes afterwards", async () => {
      const { deployment } = subject();
      const stack = deployment.stack(`region-${region}`);
      expect(await live()).toEqual({ "get-item": "1", "create-item": "1", health: "1" });
      changeFunctions(stack);
      const applied = await deployment.inStack(stack, ["apply", "-auto-approve", "-no-color"]);
      expect([applied.code, applied.stderr]).toEqual([0, ""]);
      expect(applied.stdout).toContain("Apply complete! Resources: 0 added, 2 changed, 0 destroyed.");
      expect(await live()).toEqual({ "get-item": "1", "create-item": "1", health: "1" });
      await expectEmptyPlan(stack);
    });

    it("rolls back when an alarm of the region rings", async () => {
      const alarm = `${prefix()}get-item-server-errors`;
      const { said, failure } = await run(() => setAlarm(alarm, "ALARM"));
      expect(failure).toBe(`the release of ${region} was rolled back: no alarm must be in state ALARM, got ${alarm}`);
      expect(said.filter((line) => line.includes("back to version 1"))).toHaveLength(2);
      expect(await live()).toEqual({ "get-item": "1", "create-item": "1", health: "1" });
      await setAlarm(alarm, "OK");
    });

    it("gives callers the new versions of what changed, and plans no changes afterwards", async () => {
      const { said, failure } = await run();
      expect(failure).toBeUndefined();
      expect(said.at(-1)).toBe(`${region}: released`);
      expect(await live()).toEqual({ "get-item": "2", "create-item": "1", health: "2" });
      await expectEmptyPlan(subject().deployment.stack(`region-${region}`));
    });

    it("changes nothing the second time", async () => {
      expect((await run()).said).toEqual([`${region}: every function has its newest version`]);
    });
  });

  /** Runs a release. `during` is called while the first step is watched. */
  async function run(during?: () => Promise<void>) {
    const { deployment, url } = subject();
    const { accountId } = deployment.environment;
    const settings = { endpoint: url, credentials: { accessKeyId: accountId, secretAccessKey: "test" } };
    const said: string[] = [];
    let isWatching = false;
    const sleep = async (seconds: number) => {
      if (seconds > 0 && !isWatching) {
        isWatching = true;
        await during?.();
      }
    };
    const failure = await release([awsRegion(region, prefix(), settings)], PLAN, {
      sleep,
      pause: sleep,
      say: (line) => void said.push(line),
    }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    return { said, failure };
  }

  function prefix(): string {
    return regionPrefix(subject().deployment.environment, region);
  }

  /** The version of each function's alias. Fails while an alias has weights. */
  async function live(): Promise<Record<string, string>> {
    const { lambda } = subject().deployment.clients(region);
    const names = ["get-item", "create-item", "health"];
    const aliases = await Promise.all(
      names.map((name) => lambda.send(new GetAliasCommand({ FunctionName: `${prefix()}${name}`, Name: "live" }))),
    );
    expect(aliases.flatMap((it) => Object.keys(it.RoutingConfig?.AdditionalVersionWeights ?? {}))).toEqual([]);
    return Object.fromEntries(names.map((name, index) => [name, aliases[index]?.FunctionVersion ?? ""]));
  }

  async function setAlarm(AlarmName: string, StateValue: "ALARM" | "OK"): Promise<void> {
    const { deployment, url } = subject();
    const credentials = { accessKeyId: deployment.environment.accountId, secretAccessKey: "test" };
    const client = new CloudWatchClient({ endpoint: url, region, credentials });
    await client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "test" }));
  }

  async function expectEmptyPlan(stack: SynthesizedStack): Promise<void> {
    const args = ["plan", "-detailed-exitcode", "-no-color"];
    const { code, stdout } = await subject().deployment.inStack(stack, args);
    expect([code, code === 0 ? "" : stdout]).toEqual([0, ""]);
  }
}

/** Adds a comment to the code of get-item, and a variable to the environment of health, in the synthesized stack. */
function changeFunctions(stack: SynthesizedStack): void {
  const configuration = readConfiguration(stack);
  const functions = Object.values(configuration.resource?.aws_lambda_function ?? {}) as SynthesizedFunction[];
  for (const fn of functions) {
    if (fn.function_name.endsWith("-get-item")) {
      const files = unzipSync(readFileSync(join(stack.folder, fn.filename)));
      const code = strFromU8(files["handler.js"] ?? new Uint8Array());
      const archive = zipSync({ ...files, "handler.js": strToU8(`${code}\n// changed`) });
      fn.filename = "changed.zip";
      fn.source_code_hash = createHash("sha256").update(archive).digest("base64");
      writeFileSync(join(stack.folder, fn.filename), archive);
    } else if (fn.function_name.endsWith("-health")) {
      fn.environment.variables.CHANGED = "1";
    }
  }
  writeFileSync(join(stack.folder, "cdk.tf.json"), JSON.stringify(configuration, null, 2));
}
