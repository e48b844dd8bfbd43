import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseOptions } from "../../../tools/state/options";

const MAIN = join(__dirname, "..", "..", "..", "tools", "state", "main.ts");

function run(args: readonly string[], path = process.env.PATH): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, ["--import", "tsx", MAIN, ...args], {
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
}

describe("parseOptions", () => {
  const known = ["dev", "prod"];

  it("gives the environment that is named", () => {
    expect(parseOptions(["--environment", "dev"], known)).toEqual({ environment: "dev" });
    expect(parseOptions(["--environment=prod"], known)).toEqual({ environment: "prod" });
  });

  it("gives the folder of the state, from the root", () => {
    expect(parseOptions(["--environment", "dev", "--state-folder", "a/b"], known)).toEqual({
      environment: "dev",
      stateFolder: resolve("a/b"),
    });
  });

  it.each([
    [
      [],
      "--environment must be given; it is one of dev, prod\nusage: npm run state:bootstrap -- --environment <name> [--state-folder <folder>]",
    ],
    [["--environment", "test"], '--environment must be one of dev, prod, got "test"'],
    [["--env", "dev"], "Unknown option '--env'"],
    [["dev"], "Unexpected argument 'dev'"],
    [["--environment"], "Option '--environment <value>' argument missing"],
  ])("fails on %j and says how to call it", (args, message) => {
    expect(() => parseOptions(args, known)).toThrow(message);
  });
});

describe("npm run state:bootstrap", () => {
  it("names the environments that there are, and exits with 2, for one that is not", () => {
    const { status, stderr, stdout } = run(["--environment", "nowhere"]);
    expect(stderr).toBe('--environment must be one of dev, prod, got "nowhere"\n');
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it("says how to get Terraform, and exits with 2, where there is none", () => {
    const empty = mkdtempSync(join(tmpdir(), "tierra-no-terraform-"));
    try {
      const { status, stderr } = run(["--environment", "dev"], empty);
      expect(stderr).toContain("terraform must be on PATH");
      expect(stderr).toContain("https://developer.hashicorp.com/terraform/install");
      expect(status).toBe(2);
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
