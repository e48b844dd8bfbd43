import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunResult, runProgram } from "../../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";
import { PATIENCE_MS } from "../../helpers/eventually";
import { FakeTerraform } from "./fake-terraform";

const CHANGES = { plan: { code: 2 }, show: { stdout: "Plan: 1 to add, 0 to change, 0 to destroy.\n" } };
const UNCHANGED = { show: { stdout: "No changes. Your infrastructure matches the configuration.\n" } };

/** A stack like those of the base stack, with the environment in the key of its state. */
function configuration(environment: string, id: string, is: number) {
  return { terraform: { backend: { s3: { key: `${environment}/${id}.tfstate` } } }, locals: { is } };
}

describe("plan:changed", () => {
  const fake = new FakeTerraform();
  const base = fake.synthesize("base", {
    "dev-network": { configuration: configuration("dev", "dev-network", 1) },
    "dev-app": { configuration: configuration("dev", "dev-app", 1), reads: ["dev-network"] },
    "dev-old": { configuration: configuration("dev", "dev-old", 1) },
    "dev-eu-network": { configuration: configuration("dev-eu", "dev-eu-network", 1) },
  });
  const head = fake.synthesize("head", {
    "dev-network": { configuration: configuration("dev", "dev-network", 2), answers: CHANGES },
    "dev-app": { configuration: configuration("dev", "dev-app", 1), reads: ["dev-network"], answers: UNCHANGED },
    "dev-eu-network": { configuration: configuration("dev-eu", "dev-eu-network", 2), answers: CHANGES },
  });

  afterAll(() => fake.remove());

  function planChanged(...args: string[]): Promise<RunResult> {
    const command = ["--import", "tsx", "tools/plan/main.ts", ...args];
    return runProgram(process.execPath, command, {
      cwd: REPOSITORY_ROOT,
      env: { PATH: fake.searchPath },
      timeoutSeconds: PATIENCE_MS / 1000,
    });
  }

  it("plans the changed stacks of an environment and their dependents, and writes all files", async () => {
    const out = join(fake.folder, "plans");
    const { code, stdout, stderr } = await planChanged(
      "--base",
      base,
      "--head",
      head,
      "--environment",
      "dev",
      "--out",
      out,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("dev-old: removed from the code; its resources remain until you destroy the stack\n");
    expect(stdout).toContain(`2 of 2 stacks planned, summary in ${join(out, "summary.md")}\n`);
    expect(readdirSync(out).sort()).toEqual([
      "SHA256SUMS",
      "dev-app.tfplan",
      "dev-app.txt",
      "dev-network.tfplan",
      "dev-network.txt",
      "report.json",
      "summary.md",
    ]);
    expect(readFileSync(join(out, "summary.md"), "utf8")).toContain("### Plans: 1 with changes, 1 without, 1 deleted");
  });

  it("needs no Terraform without changes", async () => {
    const command = [
      "--import",
      "tsx",
      "tools/plan/main.ts",
      "--base",
      head,
      "--head",
      head,
      "--out",
      join(fake.folder, "none"),
    ];
    const { code, stdout } = await runProgram(process.execPath, command, { cwd: REPOSITORY_ROOT, env: { PATH: "" } });
    expect({ code, first: stdout.split("\n")[0] }).toEqual({
      code: 0,
      first: `0 of 3 stacks planned, summary in ${join(fake.folder, "none", "summary.md")}`,
    });
  });

  it("exits with 1 if a plan fails, and writes the other plans", async () => {
    const broken = fake.synthesize("broken", {
      "dev-network": {
        configuration: configuration("dev", "dev-network", 3),
        answers: { plan: { code: 1, stderr: "Error: no valid credentials\n" } },
      },
      "dev-other": { configuration: configuration("dev", "dev-other", 3), answers: CHANGES },
    });
    const out = join(fake.folder, "broken-plans");
    const { code, stderr } = await planChanged("--base", base, "--head", broken, "--out", out);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `dev-network: the plan failed; see the text in ${out}\n` });
    expect(readdirSync(out)).toContain("dev-other.tfplan");
    expect(readFileSync(join(out, "summary.md"), "utf8")).toContain("Error: no valid credentials");
  });

  it("exits with 1 and one line for a folder with a selection of the stacks", async () => {
    const part = fake.synthesize("part", { "dev-network": { configuration: configuration("dev", "dev-network", 1) } });
    const manifest = JSON.parse(readFileSync(join(part, "manifest.json"), "utf8"));
    writeFileSync(join(part, "manifest.json"), JSON.stringify({ ...manifest, leftOut: ["dev-other"] }));
    const out = join(fake.folder, "part-plans");
    expect(await planChanged("--base", base, "--head", part, "--out", out)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `--head must name a folder with synthesized stacks, got "${part}"; it was synthesized without dev-other\n`,
    });
  });

  it("exits with 1 and one line for a folder without stacks", async () => {
    const { code, stderr } = await planChanged(
      "--base",
      fake.folder,
      "--head",
      head,
      "--out",
      join(fake.folder, "never"),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^--base must name a folder with synthesized stacks, got "\S+"; ENOENT[^\n]*\n$/);
  });
});
