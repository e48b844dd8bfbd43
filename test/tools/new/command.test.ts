import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";

/** Runs the command like a user, without a terminal. */
function run(...args: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", join(REPOSITORY_ROOT, "tools/new/main.ts"), ...args], {
    encoding: "utf8",
    cwd: REPOSITORY_ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

describe("npm run new", () => {
  it.each([
    [[], "the first argument must be module or environment, got nothing; usage: npm run new --"],
    [["stack"], 'the first argument must be module or environment, got "stack"'],
    [["module", "database/x"], "--resource must be given, got nothing"],
    [["module", "network/vpc", "--resource", "aws_vpc"], "modules/network/vpc.ts must not exist; choose"],
    [["environment", "staging"], "--account, --region, --architectures must be given if there is no terminal"],
    [["module"], "the module must be named <room>/<name> in kebab case, e.g. database/query-log, got nothing"],
    [["module", "--resource", "aws_vpc"], "the module must be named <room>/<name> in kebab case"],
    [["environment"], "the environment's name must be in kebab case, e.g. staging, got nothing"],
    [["environment", "--region", "eu-west-1"], 'must be in kebab case, e.g. staging, got "--region"'],
    [["environment", "three-tier"], 'must not be the name of an architecture, got "three-tier"'],
    [["environment", "staging", "--regoin", "x"], "Unknown option '--regoin'"],
  ])("rejects %j with one line and exit code 1, and writes nothing", (args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });
});
