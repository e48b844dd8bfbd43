import { spawnSync } from "node:child_process";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { PATIENCE_MS } from "../helpers/eventually";

describe("a command", () => {
  it.each([
    ["tools/start/main.ts", "npm start --"],
    ["tools/plan/main.ts", "npm run plan:changed --"],
    ["tools/state/main.ts", "npm run state:bootstrap --"],
    ["tools/vpn-profile/main.ts", "npm run vpn:profile --"],
    ["tools/emulated-aws/main.ts", "npm run emulator --"],
    ["tools/new/main.ts", "npm run new --"],
    ["tools/ci/main.ts", "npm run ci --"],
  ])("%s prints its usage for --help and exits with 0", (command, call) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", command, "--help"], {
      cwd: REPOSITORY_ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: PATIENCE_MS,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^usage: ${call} .*\\n$`));
  });
});
