import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AffectedStack } from "../../../tools/plan/affected";
import type { StackPlan } from "../../../tools/plan/report";
import { planStack } from "../../../tools/plan/stack-plan";
import { loadStacks } from "../../../tools/plan/synthesized";
import { TerraformCli } from "../../../tools/terraform/cli";
import { type Answers, FakeTerraform } from "./fake-terraform";

const PLAN_TEXT = "\nTerraform will perform the following actions:\n\nPlan: 1 to add, 0 to change, 0 to destroy.\n";

describe("planStack", () => {
  const fake = new FakeTerraform();
  const searchPath = process.env.PATH;
  let runs = 0;

  beforeAll(() => {
    process.env.PATH = fake.searchPath;
  });

  afterAll(() => {
    process.env.PATH = searchPath;
    fake.remove();
  });

  async function plan(
    answers: Answers,
    reads: readonly string[] = [],
  ): Promise<StackPlan & { out: string; asked: string }> {
    const name = `run-${++runs}`;
    const [stack] = loadStacks(fake.synthesize(name, { "dev-app": { configuration: {}, answers } }), "--head");
    if (!stack) {
      throw new Error("no stack was written");
    }
    const out = join(fake.folder, `${name}-out`);
    mkdirSync(out);
    const affected: AffectedStack = { id: "dev-app", reason: "changed", reads };
    const result = await planStack(await TerraformCli.find(), affected, stack, out);
    return { ...result, out, asked: readFileSync(join(stack.folder, "asked.txt"), "utf8") };
  }

  it("writes the plan, its checksum and its text", async () => {
    const { out, outcome, line, sha256 } = await plan({ plan: { code: 2 }, show: { stdout: PLAN_TEXT } });
    expect({ outcome, line }).toEqual({ outcome: "changes", line: "Plan: 1 to add, 0 to change, 0 to destroy." });
    expect(readFileSync(join(out, "dev-app.tfplan"), "utf8")).toBe("the plan");
    // printf 'the plan' | sha256sum
    expect(sha256).toBe("aab8f06fecd1c041e9a3d5a86114f9e522b546918db8503a045fe4a423b3642a");
    expect(readFileSync(join(out, "dev-app.txt"), "utf8")).toBe(PLAN_TEXT.trimStart());
  });

  it("uses no input and no lock, and shows the written plan", async () => {
    const { asked, out } = await plan({ plan: { code: 2 }, show: { stdout: PLAN_TEXT } });
    const file = join(out, "dev-app.tfplan");
    expect(asked.trim().split("\n")).toEqual([
      "init -input=false -no-color",
      `plan -input=false -no-color -lock=false -detailed-exitcode -out=${file}`,
      `show -no-color ${file}`,
    ]);
  });

  it.each([
    ["No changes. Your infrastructure matches the configuration.\n", 0, "no-changes", "No changes."],
    ["Changes to Outputs:\n  + url = 1\n", 2, "changes", "Outputs change."],
  ])("says in a line what %j means", async (stdout, code, outcome, line) => {
    expect(await plan({ plan: { code }, show: { stdout } })).toMatchObject({ outcome, line });
  });

  it("reports Terraform's message if the plan fails, and keeps no plan file", async () => {
    const { out, outcome, line, sha256 } = await plan({ plan: { code: 1, stderr: "Error: no valid credentials\n" } });
    expect({ outcome, line, sha256 }).toEqual({
      outcome: "failed",
      line: "terraform plan ended with exit code 1.",
      sha256: undefined,
    });
    expect(readFileSync(join(out, "dev-app.txt"), "utf8")).toBe("Error: no valid credentials\n");
    expect(existsSync(join(out, "dev-app.tfplan"))).toBe(false);
  });

  it("does not plan if the initialization fails", async () => {
    const { asked, line } = await plan({ init: { code: 1, stderr: "Error: no such bucket" } });
    expect(line).toBe("terraform init ended with exit code 1.");
    expect(asked).not.toContain("plan");
  });

  const NO_STATE = "Error: Unable to find remote state\n";
  const NO_OUTPUT =
    "Error: Unsupported attribute\n  on cdk.tf.json line 1:\n  data.terraform_remote_state.dev-network.outputs is object with 2 attributes\n";

  it.each([NO_STATE, NO_OUTPUT])("waits for an affected stack that it reads: %j", async (stderr) => {
    expect(await plan({ plan: { code: 1, stderr } }, ["dev-network"])).toMatchObject({
      outcome: "waits",
      line: "Waits for dev-network: reads outputs that are not applied yet.",
    });
  });

  it("fails if another stack has no state and is not affected", async () => {
    expect(await plan({ plan: { code: 1, stderr: NO_STATE } })).toMatchObject({ outcome: "failed" });
  });
});
