import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { loadEnvironments, type ThreeTierConfig } from "../../config/schema";
import { composeDeployment } from "../../stacks/compositions";
import { checkStack } from "../../tools/offline-plan/stack-check";
import { SCRATCH } from "../../tools/shared/repository";
import { readStacks, type SynthesizedStack } from "../../tools/shared/synthesize";
import { TerraformCli } from "../../tools/terraform/cli";

type State = Pick<ThreeTierConfig["data"]["mysql"], "generation" | "restore">;

/** Validates and plans the states of a restore offline. The states of the relational API are deployed by its suite in `dev`. */
const STATES: readonly (readonly [label: string, state: State])[] = [
  ["beside-snapshot", { restore: { snapshot: "before", engineVersion: "8.0", stage: "beside" } }],
  ["beside-point-in-time", { restore: { pointInTime: "2026-11-25T08:00:00Z", stage: "beside" } }],
  ["serving", { generation: 2, restore: { pointInTime: "latest", stage: "serving" } }],
  ["alone", { restore: { snapshot: "before", stage: "alone" } }],
  ["done", { generation: 2 }],
];

function dataStack(label: string, state: State): SynthesizedStack {
  const [environment] = loadEnvironments().filter(({ threeTier }) => threeTier);
  if (!environment?.threeTier) {
    throw new Error("config/ must have an environment with a three-tier application");
  }
  const { threeTier } = environment;
  const data = { ...threeTier.data, mysql: { ...threeTier.data.mysql, ...state } };
  const outdir = join(SCRATCH, "emulated", "restore-states", label);
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  composeDeployment(app, {
    environment: { ...environment, threeTier: { ...threeTier, data } },
    architecture: "three-tier",
  });
  app.synth();
  const [stack] = readStacks(outdir).filter(({ id }) => id.endsWith("-three-tier-data"));
  if (!stack) {
    throw new Error("the three-tier application must have a data stack");
  }
  return stack;
}

describe("a restore of the three-tier database", () => {
  it.each(STATES)("is valid in the state %s", async (label, state) => {
    const check = await checkStack(await TerraformCli.find(), dataStack(label, state), { validate: true });
    expect([check.passed, check.report]).toEqual([true, expect.stringMatching(/^valid\. Plan: \d+ to add/)]);
  });
});
