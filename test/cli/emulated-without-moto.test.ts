import { spawnSync } from "node:child_process";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";

describe("npm run test:emulated without moto", () => {
  it("ends before the first test, with one line and exit code 2", () => {
    const jest = ["node_modules/jest/bin/jest.js", "--config", "jest.emulated.config.js"];
    const { status, stderr } = spawnSync(process.execPath, jest, {
      cwd: REPOSITORY_ROOT,
      encoding: "utf8",
      env: { ...process.env, PATH: "/nonexistent" },
      timeout: 120_000,
    });
    expect(stderr).toBe("moto_server must be on the PATH, got none; install it with: pipx install 'moto[server]'\n");
    expect(status).toBe(2);
  });
});
