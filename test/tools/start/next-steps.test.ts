import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nextSteps } from "../../../tools/start/next-steps";

describe("nextSteps", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "stacks-"));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  function stack(environment: string, part: string, dependencies: string[] = []) {
    const id = `${environment}-${part}`;
    const folder = join(root, id);
    mkdirSync(folder);
    const terraform = { backend: { s3: { key: `${environment}/${id}.tfstate` } } };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform }));
    return { id, folder, dependencies };
  }

  it("names an architecture and an environment that were synthesized", () => {
    const stacks = [
      stack("eu-test", "state"),
      stack("eu-test", "three-tier-data", ["eu-test-three-tier-network"]),
      stack("eu-test", "three-tier-network"),
      stack("prod", "three-tier-network"),
    ];
    expect(nextSteps(stacks).split("\n")).toEqual([
      "Deploy one architecture of one environment:  npx cdktf deploy 'eu-test-three-tier-*'",
      "Before the first deployment, create the state bucket:  npm run state:bootstrap -- --environment eu-test",
    ]);
  });

  it("names no architecture when only the state was synthesized", () => {
    expect(nextSteps([stack("prod", "state")])).toBe(
      "Before the first deployment, create the state bucket:  npm run state:bootstrap -- --environment prod",
    );
  });

  it("says that there is nothing to deploy", () => {
    expect(nextSteps([])).toBe("Nothing to deploy: no environment in config/ has an architecture.");
  });
});
