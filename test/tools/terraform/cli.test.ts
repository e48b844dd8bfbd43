import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformCli } from "../../../tools/terraform/cli";

/** A folder for PATH with a `terraform` that prints this text. */
function fakeTerraform(output?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "terraform-"));
  if (output !== undefined) {
    const file = join(folder, "terraform");
    writeFileSync(file, `#!/bin/sh\nprintf '%s' '${output}'\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

describe("TerraformCli", () => {
  const { PATH } = process.env;
  let folder: string;

  afterEach(() => {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  });

  function onPath(output?: string): void {
    folder = fakeTerraform(output);
    process.env.PATH = folder;
  }

  it("finds the terraform on PATH", async () => {
    onPath('{"terraform_version":"1.11.4"}');
    const cli = await TerraformCli.find();
    expect(cli.path).toBe(join(folder, "terraform"));
    expect(cli.environment).toMatchObject({ TF_INPUT: "0", CHECKPOINT_DISABLE: "1" });
  });

  it("deletes the provider lock file before init, and only then", async () => {
    onPath('{"terraform_version":"1.11.4"}');
    const cli = await TerraformCli.find();
    const lock = join(folder, ".terraform.lock.hcl");
    writeFileSync(lock, "");
    await cli.run(["plan"], { cwd: folder });
    expect(existsSync(lock)).toBe(true);
    await cli.run(["init", "-no-color"], { cwd: folder });
    expect(existsSync(lock)).toBe(false);
  });

  it("explains how to install terraform if it is missing", async () => {
    onPath();
    await expect(TerraformCli.find()).rejects.toThrow(
      "terraform must be on PATH, version 1.11 or later, got none; see https://developer.hashicorp.com/terraform/install",
    );
  });

  it("rejects a version without native lock files", async () => {
    onPath('{"terraform_version":"1.9.8"}');
    await expect(TerraformCli.find()).rejects.toThrow("terraform must be version 1.11 or later, got 1.9.8");
  });

  it("accepts the next major version", async () => {
    onPath('{"terraform_version":"2.0.0"}');
    await expect(TerraformCli.find()).resolves.toBeInstanceOf(TerraformCli);
  });

  it("rejects a program that is not terraform", async () => {
    onPath("hello");
    await expect(TerraformCli.find()).rejects.toThrow('terraform must print its version as JSON, got "hello"');
  });
});
