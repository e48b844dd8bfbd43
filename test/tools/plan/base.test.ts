import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeBase } from "../../../tools/plan/base";
import { runProgram } from "../../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";

/** A program like `main.ts` that writes one stack with the text of its commit. */
const MAIN = (stack: string) => `
import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync("cdktf.out", { recursive: true });
writeFileSync("cdktf.out/manifest.json", JSON.stringify({ stacks: { ${stack}: {} } }));
`;
const PACKAGE = {
  name: "base",
  version: "1.0.0",
  lockfileVersion: 3,
  requires: true,
  packages: { "": { name: "base", version: "1.0.0" } },
};

describe("synthesizeBase", () => {
  const root = mkdtempSync(join(tmpdir(), "tierra-base-"));
  const out = join(root, "out");

  async function git(...args: string[]): Promise<void> {
    const identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
    const { code, stderr } = await runProgram("git", [...identity, ...args], { cwd: root });
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  }

  async function commit(files: Readonly<Record<string, string>>, tag: string): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(root, name), content);
    }
    await git("add", ...Object.keys(files));
    await git("commit", "--quiet", "--message", tag);
    await git("tag", tag);
  }

  beforeAll(async () => {
    await git("init", "--quiet");
    mkdirSync(join(root, ".build"));
    // The installation in the commit's working tree finds tsx in this repository.
    symlinkSync(join(REPOSITORY_ROOT, "node_modules"), join(root, "node_modules"));
    await commit({ README: "nothing yet" }, "empty");
    const { packages, lockfileVersion, requires, ...manifest } = PACKAGE;
    const command = JSON.stringify({ app: "node --import tsx main.ts" });
    const settings = {
      "cdktf.json": command,
      "package.json": JSON.stringify(manifest),
      "package-lock.json": JSON.stringify(PACKAGE),
    };
    await commit({ ...settings, "main.ts": MAIN("before") }, "before");
    await commit({ "main.ts": MAIN("after") }, "after");
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function stacksIn(folder: string): string[] {
    return Object.keys(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")).stacks);
  }

  it("synthesizes a commit that is not checked out, also a second time", async () => {
    await synthesizeBase({ root, ref: "before", out });
    expect(stacksIn(out)).toEqual(["before"]);
    await synthesizeBase({ root, ref: "HEAD~1", out });
    expect(stacksIn(out)).toEqual(["before"]);
  });

  it("finds no stacks in a commit without an app", async () => {
    await synthesizeBase({ root, ref: "empty", out });
    expect(stacksIn(out)).toEqual([]);
  });

  it("fails with git's message for a commit that does not exist", async () => {
    await expect(synthesizeBase({ root, ref: "nowhere", out })).rejects.toThrow(
      '--ref must name a commit that git knows, got "nowhere"; fetch it, or correct the name',
    );
  });

  it("fails when the folder contains other files", async () => {
    await expect(synthesizeBase({ root, ref: "before", out: root })).rejects.toThrow("--out must name a new folder");
  });
});
