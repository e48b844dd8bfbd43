import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { type Environment, loadEnvironments } from "../../config/schema";
import { composeDeployment } from "../../stacks/compositions";
import { checkStack } from "../../tools/offline-plan/stack-check";
import { SCRATCH } from "../../tools/shared/repository";
import { readStacks, type SynthesizedStack } from "../../tools/shared/synthesize";
import { TerraformCli } from "../../tools/terraform/cli";
import type { RestoreState } from "./support/aurora-states";

type Architecture = "three-tier" | "aurora-api";
type State = readonly [label: string, state: RestoreState];

/** The states of a restore that no suite deploys. They are validated and planned offline. */
const STATES: Readonly<Record<Architecture, readonly State[]>> = {
  "three-tier": [
    ["beside-snapshot", { restore: { snapshot: "before", engineVersion: "8.0", stage: "beside" } }],
    ["serving", { generation: 2, restore: { pointInTime: "2026-11-25T08:00:00Z", stage: "serving" } }],
  ],
  "aurora-api": [["again", { generation: 2, restore: { pointInTime: "latest", stage: "serving" } }]],
};

function withState(environment: Environment, architecture: Architecture, state: RestoreState): Environment {
  const { threeTier, auroraApi } = environment;
  if (architecture === "three-tier" && threeTier) {
    const data = { ...threeTier.data, mysql: { ...threeTier.data.mysql, ...state } };
    return { ...environment, threeTier: { ...threeTier, data } };
  }
  if (architecture === "aurora-api" && auroraApi) {
    return { ...environment, auroraApi: { ...auroraApi, data: { ...auroraApi.data, ...state } } };
  }
  throw new Error(`${environment.name} must have the architecture ${architecture}`);
}

function dataStack(architecture: Architecture, [label, state]: State): SynthesizedStack {
  const [environment] = loadEnvironments();
  if (!environment) {
    throw new Error("config/ must have an environment");
  }
  const outdir = join(SCRATCH, "emulated", "restore-states", architecture, label);
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  composeDeployment(app, { environment: withState(environment, architecture, state), architecture });
  app.synth();
  const [stack] = readStacks(outdir).filter(({ id }) => id.endsWith(`-${architecture}-data`));
  if (!stack) {
    throw new Error(`${architecture} must have a data stack`);
  }
  return stack;
}

describe.each(["three-tier", "aurora-api"] as const)("a restore of %s", (architecture) => {
  it.each(STATES[architecture])("is valid in the state %s", async (...state) => {
    const stack = dataStack(architecture, state);
    const check = await checkStack(await TerraformCli.find(), stack, { validate: true, room: "restore-states" });
    expect([check.passed, check.report]).toEqual([true, expect.stringMatching(/^valid\. Plan: \d+ to add/)]);
  });
});
