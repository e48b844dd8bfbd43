import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MAIN = join(__dirname, "..", "..", "..", "tools", "state", "main.ts");

function run(args: readonly string[], path = process.env.PATH): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, ["--import", "tsx", MAIN, ...args], {
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
}

describe("npm run state:bootstrap", () => {
  it("lists the environments and exits with 1 for an unknown one", () => {
    const { status, stderr, stdout } = run(["--environment", "nowhere"]);
    expect(stderr).toBe('--environment must be one of dev, prod, got "nowhere"\n');
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

  it("explains how to install Terraform and exits with 2 if it is missing", () => {
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
