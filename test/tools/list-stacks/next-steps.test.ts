import { nextSteps } from "../../../tools/list-stacks/next-steps";
import { groupStacks } from "../../../tools/list-stacks/stack-groups";
import { temporaryFolder } from "../../helpers/temporary-folder";
import { sampleStacks } from "./sample-stacks";

const BOOTSTRAP = "Before the first deployment, create the state bucket:";
const DEPLOY = "Deploy one architecture of one environment:";

function steps(stacks: Parameters<typeof sampleStacks>[1]): string[] {
  return nextSteps(groupStacks(sampleStacks(temporaryFolder(), stacks))).split("\n");
}

describe("nextSteps", () => {
  it("names an architecture and an environment that were synthesized", () => {
    const stacks = steps({
      "eu-test-state": ["eu-test", 1],
      "eu-test-three-tier-data": ["eu-test", 1, "eu-test-three-tier-network"],
      "eu-test-three-tier-network": ["eu-test", 1],
      "prod-three-tier-network": ["prod", 1],
    });
    expect(stacks).toEqual([
      BOOTSTRAP,
      "  npm run state:bootstrap -- --environment eu-test",
      DEPLOY,
      "  npx cdktf deploy 'eu-test-three-tier-*'",
    ]);
  });

  it("names no architecture of another environment whose name has the same start", () => {
    const stacks = steps({
      "dev-state": ["dev", 1],
      "dev-aurora-api-network": ["dev", 1],
      "dev-two-three-tier-network": ["dev-two", 1],
    });
    expect(stacks.at(-1)).toBe("  npx cdktf deploy 'dev-aurora-api-*'");
  });

  it("names no architecture when only the state was synthesized", () => {
    expect(steps({ "prod-state": ["prod", 1] })).toEqual([
      BOOTSTRAP,
      "  npm run state:bootstrap -- --environment prod",
    ]);
  });

  it("says that there is nothing to deploy", () => {
    expect(steps({})).toEqual(["Nothing to deploy: no environment in config/ has an architecture."]);
  });
});
