import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { OutputError } from "../../output/output-error";
import { OutputFolder } from "../../output/output-folder";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { filesBelow } from "../helpers/files";
import { temporaryFolder } from "../helpers/temporary-folder";

type Files = Readonly<Record<string, string>>;

const OLD: Files = {
  "manifest.json": "old",
  "stacks/dev-app/cdk.tf.json": "old app",
  "stacks/dev-app/assets/code/1111/bundle.zip": "old code",
  "stacks/dev-data/cdk.tf.json": "old data",
};
const NEW: Files = {
  "manifest.json": "new",
  "stacks/dev-app/cdk.tf.json": "new app",
  "stacks/dev-app/assets/code/2222/bundle.zip": "new code",
  "stacks/dev-data/cdk.tf.json": "new data",
  "stacks/dev-edge/cdk.tf.json": "new edge",
};
/** Files of a user and of Terraform. */
const OTHERS: Files = {
  "stacks/dev-app/.terraform/providers/aws": "provider",
  "stacks/dev-app/.terraform.lock.hcl": "lock",
  "stacks/dev-app/plan": "reviewed plan",
  "stacks/dev-gone/cdk.tf.json": "a stack that is not selected",
  "notes.txt": "notes",
};

function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function read(folder: string): Files {
  return Object.fromEntries([...filesBelow(folder)].map(([path, content]) => [path, String(content)]));
}

/** The message of the error that a synthesis of `files` into a folder ends with. */
function refusal(path: string, files = NEW): string {
  try {
    new OutputFolder(path).replace((folder) => write(folder, files));
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(OutputError);
    return (error as Error).message;
  }
}

describe("OutputFolder", () => {
  let root: string;
  let out: string;

  beforeEach(() => {
    root = temporaryFolder();
    out = join(root, "cdktf.out");
  });

  it("creates the folder, and those above it", () => {
    const deep = join(root, "a", "b");
    new OutputFolder(deep).replace((folder) => write(folder, NEW));
    expect(read(deep)).toEqual(NEW);
    expect(readdirSync(join(root, "a"))).toEqual(["b"]);
  });

  it("replaces a previous synthesis with its assets, and keeps all other files", () => {
    write(out, { ...OLD, ...OTHERS });
    new OutputFolder(out).replace((folder) => write(folder, NEW));
    expect(read(out)).toEqual({ ...NEW, ...OTHERS });
    expect(readdirSync(out)).not.toContain(`.synthesis-${process.pid}`);
  });

  it("removes the previous files of the other format, which Terraform would read, too", () => {
    write(out, OLD);
    const hcl = { "manifest.json": "hcl", "stacks/dev-data/cdk.tf": "hcl", "stacks/dev-data/metadata.json": "{}" };
    new OutputFolder(out).replace((folder) => write(folder, hcl));
    expect(Object.keys(read(join(out, "stacks/dev-data")))).toEqual(["cdk.tf", "metadata.json"]);
  });

  it("leaves out temporary files of the synthesis", () => {
    new OutputFolder(out).replace((folder) => write(folder, { ...NEW, ".temporary/1111/bundle.zip": "code" }));
    expect(read(out)).toEqual(NEW);
  });

  it("writes through a link to a folder", () => {
    write(join(root, "elsewhere"), OLD);
    symlinkSync("elsewhere", out);
    new OutputFolder(out).replace((folder) => write(folder, NEW));
    expect(read(join(root, "elsewhere"))).toEqual(NEW);
    expect(readdirSync(root).sort()).toEqual(["cdktf.out", "elsewhere"]);
  });

  it.each([
    ["no previous synthesis", {}],
    ["a previous synthesis", { ...OLD, ...OTHERS }],
  ])("changes nothing when the synthesis fails, with %s", (_, before: Files) => {
    write(out, before);
    const existed = existsSync(out);
    const failing = () =>
      new OutputFolder(out).replace((folder) => {
        write(folder, NEW);
        throw new Error("refused");
      });
    expect(failing).toThrow(new Error("refused"));
    expect(existsSync(out)).toBe(existed);
    expect(existed ? read(out) : {}).toEqual(before);
    expect(readdirSync(root)).toEqual(existed ? ["cdktf.out"] : []);
  });

  it("reports a full disk in one line", () => {
    const full = () =>
      new OutputFolder(out).replace(() => {
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
      });
    expect(full).toThrow(
      new OutputError(`${out} must be writable, got ENOSPC: no space left on device; free some space`),
    );
    expect(readdirSync(root)).toEqual([]);
  });

  it.each([
    ["a file", "x", "must be a folder, got a file; rename or remove it"],
    ["a link to nothing", undefined, "must be a folder, got a link to a missing folder; rename or remove it"],
  ])("refuses %s", (_, content, problem) => {
    if (content === undefined) {
      symlinkSync("gone", out);
    } else {
      writeFileSync(out, content);
    }
    expect(refusal(out)).toBe(`${out} ${problem}`);
  });

  it.each([
    ["stacks", "stacks", "must be a folder, got a file; rename or remove it"],
    ["a stack's folder", "stacks/dev-edge", "must be a folder, got a file; rename or remove it"],
  ])("refuses a file in place of %s before it replaces the first file", (_, path, problem) => {
    const before = path === "stacks" ? { stacks: "x" } : { ...OLD, [path]: "x" };
    write(out, before);
    expect(refusal(out)).toBe(`cdktf.out/${path} ${problem}`);
    expect(read(out)).toEqual(before);
  });

  it("refuses a folder in place of a file before it replaces the first file", () => {
    write(out, { ...OLD, "stacks/dev-edge/cdk.tf.json/x": "" });
    expect(refusal(out)).toBe(
      "cdktf.out/stacks/dev-edge/cdk.tf.json must be a file, got a folder; rename or remove it",
    );
    expect(read(out)).toMatchObject(OLD);
  });

  it("removes what killed programs left, but no folder of a running one", () => {
    const [dead, running] = [spawnSync(process.execPath, ["--version"]).pid, process.ppid];
    write(out, {
      ...OLD,
      [`.synthesis-${dead}/x`]: "",
      [`.synthesis-${running}/x`]: "",
      ".synthesis-lock": `${dead}\n`,
    });
    write(root, { [`.cdktf.out-${dead}/x`]: "", ".cdktf.out-notes": "" });
    new OutputFolder(out).replace((folder) => write(folder, NEW));
    expect(readdirSync(root).sort()).toEqual([".cdktf.out-notes", "cdktf.out"]);
    expect(readdirSync(out).sort()).toEqual([`.synthesis-${running}`, "manifest.json", "stacks"]);
  });
});

/** A program that writes `NEW` and kills itself before its call number `KILLED_AT` that changes the disk. */
const KILLED = `
  const fs = require("node:fs");
  let calls = 0;
  for (const name of ["mkdirSync", "writeFileSync", "renameSync", "rmSync"]) {
    const call = fs[name];
    fs[name] = (...args) => {
      calls += 1;
      if (calls === Number(process.argv[2])) process.kill(process.pid, "SIGKILL");
      return call(...args);
    };
  }
  const { OutputFolder } = require(process.argv[3]);
  new OutputFolder(process.argv[4]).replace((folder) => {
    for (const [path, text] of Object.entries(JSON.parse(process.argv[5]))) {
      fs.mkdirSync(require("node:path").dirname(folder + "/" + path), { recursive: true });
      fs.writeFileSync(folder + "/" + path, text);
    }
  });
`;

describe("a program that is killed while it replaces the output", () => {
  const program = join(temporaryFolder(), "killed.js");
  let root: string;
  let out: string;

  beforeAll(() => writeFileSync(program, KILLED));

  beforeEach(() => {
    root = temporaryFolder();
    out = join(root, "cdktf.out");
  });

  function killAt(call: number) {
    const source = join(REPOSITORY_ROOT, "output", "output-folder.ts");
    const args = [join(REPOSITORY_ROOT, "run-typescript.js"), program, String(call), source, out, JSON.stringify(NEW)];
    const { signal, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
    return signal ?? status;
  }

  // The program makes 14 calls without an output folder.
  it.each([1, 3, 8, 12, 13])("leaves nothing or everything without an earlier output (call %d)", (call) => {
    expect(killAt(call)).toBe("SIGKILL");
    expect([{}, NEW]).toContainEqual(existsSync(out) ? read(out) : {});
    new OutputFolder(out).replace((folder) => write(folder, NEW));
    expect(readdirSync(root)).toEqual(["cdktf.out"]);
  });

  it.each([1, 6, 12, 14, 16, 18, 20, 22])("leaves whole files under a whole manifest (call %d)", (call) => {
    write(out, { ...OLD, ...OTHERS });
    expect(killAt(call)).toBe("SIGKILL");
    const left = read(out);
    for (const [path, text] of Object.entries(OTHERS)) {
      expect(left[path]).toBe(text);
    }
    for (const path of ["manifest.json", "stacks/dev-app/cdk.tf.json", "stacks/dev-data/cdk.tf.json"]) {
      expect([OLD[path], NEW[path]]).toContain(left[path]);
    }
    // The manifest is the last file, so that a new manifest means a complete synthesis.
    if (left["manifest.json"] === "new") {
      expect(left).toMatchObject(NEW);
    }
    new OutputFolder(out).replace((folder) => write(folder, NEW));
    expect(read(out)).toEqual({ ...NEW, ...OTHERS });
    expect(readdirSync(out).sort()).toEqual(["manifest.json", "notes.txt", "stacks"]);
  });
});

describe("two programs at once", () => {
  it("end with the whole output of one of them", async () => {
    const root = temporaryFolder();
    const out = join(root, "cdktf.out");
    write(out, OLD);
    const names = ["stacks/a/cdk.tf.json", "stacks/b/cdk.tf.json", "stacks/c/cdk.tf.json", "manifest.json"];
    // The second program starts and ends within the first one.
    new OutputFolder(out).replace((folder) => {
      write(folder, Object.fromEntries(names.map((name) => [name, "first"])));
      const args = [join(REPOSITORY_ROOT, "run-typescript.js"), join(REPOSITORY_ROOT, "output", "output-folder.ts")];
      expect(spawnSync(process.execPath, args).status).toBe(0);
      const code = `new (require(${JSON.stringify(args[1])}).OutputFolder)(${JSON.stringify(out)}).replace((folder) => {
        for (const name of ${JSON.stringify(names)}) {
          require("node:fs").mkdirSync(require("node:path").dirname(folder + "/" + name), { recursive: true });
          require("node:fs").writeFileSync(folder + "/" + name, "second");
        }
      });`;
      const program = join(root, "second.js");
      writeFileSync(program, code);
      expect(spawnSync(process.execPath, [args[0] ?? "", program], { encoding: "utf8" })).toMatchObject({ stderr: "" });
      expect(readFileSync(join(out, "manifest.json"), "utf8")).toBe("second");
    });
    const left = read(out);
    expect(names.map((name) => left[name])).toEqual(names.map(() => "first"));
  });
});
