import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { App, TerraformLocal, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { encodeUserData } from "../../../modules/hosts/cloud-config";
import { flaskUserData } from "../../../modules/hosts/flask/flask-user-data";
import { PARAMETERS } from "../../userdata/host";
import { itNeeding } from "../../userdata/needs";

const REPOSITORY = resolve(__dirname, "../../..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tierra-static-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the hosts' files", () => {
  itNeeding(["shellcheck"], "pass shellcheck", () => {
    const scripts = [...shellScripts("userdata"), ...shellScripts("test/lab/hosts")];
    expect(scripts.length).toBeGreaterThan(4);
    expect(run("shellcheck", ["-x", ...scripts], REPOSITORY)).toEqual({ status: 0, output: "" });
  });

  itNeeding(["systemd-analyze"], "pass systemd-analyze verify", () => {
    const units = unitsInRoot();
    expect(run("systemd-analyze", ["verify", "--man=no", `--root=${folder}`, ...units])).toEqual({
      status: 0,
      output: "",
    });
  });

  itNeeding(["systemd-analyze"], "have an exposure level of less than 2 of 10 for the application", () => {
    unitsInRoot();
    const options = ["--offline=true", "--threshold=20", `--root=${folder}`];
    const { status, output } = run("systemd-analyze", ["security", ...options, "tierra-app.service"]);
    expect([status, output.trim().split("\n").at(-1)]).toEqual([0, expect.stringContaining("exposure level")]);
  });

  itNeeding(["cloud-init"], "pass cloud-init's schema", () => {
    writeFileSync(join(folder, "user-data"), flaskUserData(PARAMETERS));
    expect(run("cloud-init", ["schema", "--config-file", join(folder, "user-data")])).toMatchObject({ status: 0 });
  });

  itNeeding(["terraform"], "reach the launch template byte for byte, with Terraform's values instead of tokens", () => {
    const stack = new TerraformStack(new App(), "hosts");
    const local = (id: string, value: string) => new TerraformLocal(stack, id, value).asString;
    const secretArn = local("secret", PARAMETERS.secretArn);
    const fileSystemId = local("files", PARAMETERS.fileSystemId);
    const document = flaskUserData({ ...PARAMETERS, secretArn, fileSystemId });
    new TerraformOutput(stack, "user-data", { value: encodeUserData(document) });
    writeFileSync(join(folder, "cdk.tf.json"), Testing.synth(stack));
    for (const args of [["init"], ["apply", "-auto-approve"]]) {
      expect(terraform(args)).toMatchObject({ status: 0 });
    }
    const { output } = terraform(["output", "-raw", "user-data"]);
    expect(Buffer.from(output, "base64").toString("utf8")).toBe(flaskUserData(PARAMETERS));
  });
});

function shellScripts(path: string): string[] {
  return readdirSync(join(REPOSITORY, path), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sh"))
    .map((name) => join(path, name));
}

/** A folder with the units of the hosts, those of systemd, and an empty program for each path, because systemd checks the paths. */
function unitsInRoot(): string[] {
  const own = join(REPOSITORY, "userdata/systemd");
  const units = readdirSync(own);
  cpSync("/lib/systemd", join(folder, "usr/lib/systemd"), { recursive: true, verbatimSymlinks: true });
  symlinkSync("usr/lib", join(folder, "lib"));
  cpSync(own, join(folder, "etc/systemd/system"), { recursive: true });
  const programs = units.flatMap((unit) =>
    [...readFileSync(join(own, unit), "utf8").matchAll(/^Exec\w+=(\/opt\/tierra\/\S+)/gm)].map(([, path = ""]) => path),
  );
  expect(programs).toContain("/opt/tierra/bin/flask-host.sh");
  for (const program of programs) {
    const path = join(folder, program);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "#!/bin/sh\n", { mode: 0o755 });
  }
  return units;
}

function terraform(args: readonly string[]) {
  // An empty configuration file, so that the user's own configuration has no effect.
  writeFileSync(join(folder, "terraformrc"), "");
  return run("terraform", args, folder, { TF_CLI_CONFIG_FILE: join(folder, "terraformrc"), TF_IN_AUTOMATION: "1" });
}

function run(command: string, args: readonly string[], cwd?: string, environment: Record<string, string> = {}) {
  const ended = spawnSync(command, args, {
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, ...environment },
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { status: ended.status, output: `${ended.stdout}${ended.stderr}` };
}
