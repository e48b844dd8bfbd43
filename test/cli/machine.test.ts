import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { runProgram } from "../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { ScratchCopy } from "../helpers/scratch";
import { temporaryFolder } from "../helpers/temporary-folder";

/** A machine without something, and the line that a command prints. */
interface Row {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly prepare?: (root: string) => void;
  /** JavaScript that runs before the command. */
  readonly preset?: string;
  readonly code: number;
  readonly stderr: string;
}

/** Replaces Node's version, so that no other Node is necessary. */
const oldNode = (version: string) =>
  `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;

/** Everything in the repository is read-only. */
const READ_ONLY = `
  const fs = require("node:fs");
  for (const name of ["mkdirSync", "writeFileSync", "renameSync", "rmSync"]) {
    const call = fs[name];
    fs[name] = (path, ...rest) => {
      if (require("node:path").resolve(path).startsWith(process.cwd())) {
        throw Object.assign(new Error("EROFS: read-only file system, " + name), { code: "EROFS", syscall: name, path });
      }
      return call(path, ...rest);
    };
  }
`;

const SELECTORS =
  "selector must be an environment (dev, prod), an architecture (state, three-tier, active-active, aurora-api, local-zone) or both, " +
  "e.g. dev-state";

/** `node_modules` with the packages of this repository except one. */
function withoutPackage(root: string, missing: string): void {
  rmSync(join(root, "node_modules"));
  mkdirSync(join(root, "node_modules"));
  const packages = join(REPOSITORY_ROOT, "node_modules");
  for (const name of readdirSync(packages).filter((entry) => entry !== missing)) {
    symlinkSync(join(packages, name), join(root, "node_modules", name));
  }
}

const ROWS: Readonly<Record<string, Row>> = {
  "Node 12": {
    preset: oldNode("12.22.12"),
    code: 2,
    stderr: "Node must be version 20.19 or later, got 12.22.12; install a newer Node",
  },
  "Node 20.18, with a tool": {
    args: ["tools/list-stacks/main.ts"],
    preset: oldNode("20.18.3"),
    code: 2,
    stderr: "Node must be version 20.19 or later, got 20.18.3; install a newer Node",
  },
  "no packages": {
    prepare: (root) => rmSync(join(root, "node_modules")),
    code: 2,
    stderr: 'node_modules must hold every package of package-lock.json, got no "esbuild"; run npm ci',
  },
  "one package missing": {
    prepare: (root) => withoutPackage(root, "cdktf"),
    code: 2,
    stderr: 'node_modules must hold every package of package-lock.json, got no "cdktf"; run npm ci',
  },
  "one package missing, with a tool": {
    args: ["tools/state/main.ts", "--environment", "dev"],
    prepare: (root) => withoutPackage(root, "zod"),
    code: 2,
    stderr: 'node_modules must hold every package of package-lock.json, got no "zod"; run npm ci',
  },
  "a file in place of cdktf.out": {
    prepare: (root) => writeFileSync(join(root, "cdktf.out"), ""),
    code: 2,
    stderr: "cdktf.out must be a folder, got a file; rename or remove it",
  },
  "a read-only folder": {
    preset: READ_ONLY,
    code: 2,
    stderr:
      "cdktf.out must be writable, got EROFS: read-only file system; change its permissions, or set CDKTF_OUTDIR to another folder",
  },
  "an output folder in a file": {
    env: { CDKTF_OUTDIR: "package.json/out" },
    code: 2,
    stderr:
      "package.json/out must be writable, got ENOTDIR: not a directory; change its permissions, or set CDKTF_OUTDIR to another folder",
  },
  "an output folder in /proc": {
    env: { CDKTF_OUTDIR: "/proc/out/deep" },
    code: 2,
    stderr:
      "/proc/out/deep must be writable, got ENOENT: no such file or directory; change its permissions, or set CDKTF_OUTDIR to another folder",
  },
  "--help": { args: ["main.ts", "--help"], code: 1, stderr: `${SELECTORS}, got "--help"` },
  "an empty selector": { args: ["main.ts", ""], code: 1, stderr: `${SELECTORS}, got ""` },
  "a selector of two lines": { args: ["main.ts", "dev\nprod"], code: 1, stderr: `${SELECTORS}, got "dev\\nprod"` },
  "no home and no temporary folder": {
    args: ["main.ts", "dev-state"],
    env: { HOME: undefined, TMPDIR: "/nonexistent" },
    code: 0,
    stderr: "",
  },
};

function presetFile(text: string): string {
  const path = join(temporaryFolder(), "preset.cjs");
  writeFileSync(path, text);
  return path;
}

describe("the machine:", () => {
  const unchanged = new ScratchCopy();

  it.each(Object.entries(ROWS))("%s", async (_, row) => {
    const { args = ["main.ts"], env = {}, prepare, preset, code, stderr } = row;
    const copy = prepare ? new ScratchCopy() : unchanged;
    prepare?.(copy.root);
    const before = readdirSync(copy.root).filter((name) => name !== ".build");
    const options = preset === undefined ? [] : ["--require", presetFile(preset)];
    const result = await copy.node([...options, "run-typescript.js", ...args], { CDKTF_OUTDIR: undefined, ...env });
    expect(result).toMatchObject({ code, stdout: "", stderr: stderr === "" ? "" : `${stderr}\n` });
    if (code !== 0) {
      const after = readdirSync(copy.root).filter((name) => name !== ".build");
      expect(after).toEqual(before);
    }
  });

  it("a read-only checkout synthesizes into another folder, without earlier builds", async () => {
    const copy = new ScratchCopy();
    const out = join(temporaryFolder(), "out");
    const args = ["--require", presetFile(READ_ONLY), "run-typescript.js", "main.ts", "dev-three-tier"];
    expect(await copy.node(args, { CDKTF_OUTDIR: out })).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(readdirSync(out).sort()).toEqual(["manifest.json", "stacks"]);
    expect(readdirSync(join(out, "stacks", "dev-three-tier-data", "assets"))).toHaveLength(1);
    expect(readdirSync(copy.root)).not.toContain(".build");
  });

  it("a reader that ends early causes no error", async () => {
    const command = `"${process.execPath}" run-typescript.js tools/list-stacks/main.ts dev-state | true`;
    const { code, stdout, stderr } = await runProgram("sh", ["-c", command], { cwd: unchanged.root });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "Synthesizing dev-state ...\n" });
  });

  it("a full disk for the output gives one line", async () => {
    const command = `"${process.execPath}" run-typescript.js tools/list-stacks/main.ts dev-state > /dev/full`;
    const { code, stderr } = await runProgram("sh", ["-c", command], { cwd: unchanged.root });
    expect(stderr).toBe(
      "Synthesizing dev-state ...\n" +
        "the output must be writable, got ENOSPC: no space left on the disk; free space and run the command again\n",
    );
    expect(code).toBe(2);
  });
});

describe("run-typescript.js", () => {
  it("has only the syntax of Node 12, so that an old Node reaches the check of its version", () => {
    const source = readFileSync(join(REPOSITORY_ROOT, "run-typescript.js"), "utf8");
    const compile = (target: string) => transformSync(source, { target, format: "cjs" }).code;
    expect(compile("node12")).toBe(compile("esnext"));
  });
});
