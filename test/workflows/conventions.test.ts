import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironments } from "../../config/schema";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { WORKFLOWS } from "./workflow-files";

const PACKAGE = JSON.parse(readFileSync(join(REPOSITORY_ROOT, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

function workflow(name: string): string {
  const found = WORKFLOWS.find(([path]) => path.endsWith(name));
  if (!found) {
    throw new Error(`no workflow is called ${name}`);
  }
  return found[1];
}

describe.each(WORKFLOWS)("%s", (_, text) => {
  it("runs only scripts that exist", () => {
    const named = [...text.matchAll(/npm (?:run )?([\w:-]+)/g)]
      .map(([, script]) => script)
      .filter((script) => script !== "ci");
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((script) => !(script && script in PACKAGE.scripts))).toEqual([]);
  });

  it("pins every action by commit, with its version in a comment", () => {
    const uses = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => action);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? ""))).toEqual([]);
  });

  it("leaves no token in the working tree", () => {
    const checkouts = text.split("uses: actions/checkout@").slice(1);
    const kept = checkouts.filter((step) => !(step.split("- ")[0] ?? "").includes("persist-credentials: false"));
    expect(kept).toEqual([]);
  });

  it("limits the permissions of its token and the time of every job", () => {
    expect(text).toMatch(/^permissions:/m);
    const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
    expect(count(/timeout-minutes:/g)).toBe(count(/runs-on:/g));
  });
});

describe("plan.yml", () => {
  const text = workflow("plan.yml");
  const [plan = "", comment = ""] = text.split(/^ {2}(?=comment:)/m);

  it("plans every environment", () => {
    const [, listed = ""] = /environment: \[(.*)\]/.exec(text) ?? [];
    expect(listed.split(", ").sort()).toEqual(
      loadEnvironments()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it("gives no credentials to a fork", () => {
    expect(plan).toMatch(/if: .*head\.repo\.full_name == github\.repository$/m);
  });

  it("has separate jobs for AWS and for the comment, each with its own permissions", () => {
    expect(plan).toContain("id-token: write");
    expect(plan).not.toContain("pull-requests: write");
    expect(comment).toContain("pull-requests: write");
    expect(comment).not.toContain("id-token: write");
    expect(comment).not.toContain("configure-aws-credentials");
  });

  it("runs once at a time per pull request", () => {
    expect(text).toMatch(
      /concurrency:\n {2}group: plan-\$\{\{ github\.event\.pull_request\.number \}\}\n {2}cancel-in-progress: true/,
    );
  });
});

describe("ci.yml", () => {
  const text = workflow("ci.yml");

  it("tests every supported release of Node", () => {
    expect(text).toContain("node: [20, 22, 24]");
  });

  it("installs one exact moto", () => {
    expect(text).toContain("tools/emulator/requirements.txt");
    const requirements = readFileSync(join(REPOSITORY_ROOT, "tools", "emulator", "requirements.txt"), "utf8");
    expect(requirements).toMatch(/^moto\[server\]==\d+\.\d+\.\d+\n$/);
  });
});
