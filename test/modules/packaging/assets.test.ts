import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import {
  type BundledFiles,
  bundleFunction,
  type FunctionBundle,
  readRepositoryFile,
  repositoryFilesBelow,
} from "../../../modules/packaging/assets";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";
import { ScratchCopy } from "../../helpers/scratch";

/** A function that imports a file of its own folder and a package. */
const FUNCTION = {
  "lambdas/sample/handler.ts":
    'import { Address4 } from "ip-address";\nimport { ADDRESS } from "./core";\n' +
    "export const handler = () => new Address4(ADDRESS).correctForm();\n",
  "lambdas/sample/core.ts": 'export const ADDRESS = "10.0.0.1";\n',
};

async function bundleIn(copy: ScratchCopy, files: Readonly<Record<string, string>>, env: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy.root, path)), { recursive: true });
    writeFileSync(join(copy.root, path), text);
  }
  const program =
    'console.log(JSON.stringify(require("./modules/packaging/assets").bundleFunction("lambdas/sample/handler.ts")))';
  const { code, stdout, stderr } = await copy.run(["-e", program], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const bundle = JSON.parse(stdout) as FunctionBundle;
  return { ...bundle, content: readFileSync(bundle.path) };
}

describe("bundleFunction", () => {
  let one: Awaited<ReturnType<typeof bundleIn>>;
  let other: Awaited<ReturnType<typeof bundleIn>>;
  let changed: Awaited<ReturnType<typeof bundleIn>>;

  beforeAll(async () => {
    const core = FUNCTION["lambdas/sample/core.ts"].replace("10.0.0.1", "10.0.0.2");
    [one, other, changed] = await Promise.all([
      bundleIn(new ScratchCopy(), FUNCTION, { TZ: "Pacific/Kiritimati", LANG: "C" }),
      bundleIn(new ScratchCopy("a/deeper/folder"), FUNCTION, { TZ: "America/Los_Angeles", LANG: "de_DE.UTF-8" }),
      bundleIn(new ScratchCopy(), { ...FUNCTION, "lambdas/sample/core.ts": core }, { TZ: "UTC" }),
    ]);
  });

  it("gives the same bytes in another folder, time zone and language", () => {
    expect(other.content.equals(one.content)).toBe(true);
    expect(other).toMatchObject({ hash: one.hash, sourceCodeHash: one.sourceCodeHash, bytes: one.bytes });
  });

  it("gives another hash when an imported source changes", () => {
    expect(changed.hash).not.toBe(one.hash);
  });

  it("keeps the archive in a folder named by the SHA-256 of its bytes", () => {
    const digest = createHash("sha256").update(one.content);
    expect(one.path).toMatch(new RegExp(`/${one.hash}/bundle\\.zip$`));
    expect(one.hash).toBe(digest.copy().digest("hex"));
    expect(one.sourceCodeHash).toBe(digest.digest("base64"));
    expect(one.bytes).toBe(one.content.length);
  });

  it("contains one file that runs without any package", () => {
    const files = unzipSync(one.content);
    expect(Object.keys(files)).toEqual(["handler.js"]);
    const module = { exports: {} as { handler?: () => string } };
    new Function("module", "exports", "require", new TextDecoder().decode(files["handler.js"]))(
      module,
      module.exports,
      (name: string) => {
        throw new Error(`${name} is not in the bundle`);
      },
    );
    expect(module.exports.handler?.()).toBe("10.0.0.1");
  });

  it("contains the earliest time of the format, and no other", () => {
    // Local file header, offset 10: DOS time and date; 0x0021 is 1980-01-01.
    expect(one.content.readUInt16LE(10)).toBe(0);
    expect(one.content.readUInt16LE(12)).toBe(0x0021);
  });

  it("fails when the entry does not exist", () => {
    expect(() => bundleFunction("lambdas/none/handler.ts")).toThrow(
      'entry must name a source file of this repository, got "lambdas/none/handler.ts"',
    );
  });

  it("fails when the entry does not compile, with the location", () => {
    expect(() => bundleFunction("LICENSE")).toThrow(/LICENSE/);
  });
});

describe("bundleFunction with further files", () => {
  const ENTRY = "lambdas/databases/handler.ts";
  const bundle = (files?: BundledFiles) => {
    const made = bundleFunction(ENTRY, files);
    return { ...made, names: Object.keys(unzipSync(readFileSync(made.path))) };
  };

  it("archives them after the code, sorted by path", () => {
    const { names } = bundle({ "b/2.sql": "two", "b/1.sql": "one", "a/1.sql": "first" });
    expect(names).toEqual(["handler.js", "a/1.sql", "b/1.sql", "b/2.sql"]);
  });

  it("gives the same bytes for the same files in another order", () => {
    const one = bundle({ "b/1.sql": "one", "a/1.sql": "first" });
    expect(bundle({ "a/1.sql": "first", "b/1.sql": "one" }).hash).toBe(one.hash);
  });

  it("gives another hash when a text or a path changes", () => {
    const hashes = [{}, { "1.sql": "one" }, { "1.sql": "two" }, { "2.sql": "two" }].map((files) => bundle(files).hash);
    expect(new Set(hashes).size).toBe(4);
  });

  it("keeps text as UTF-8", () => {
    const files = unzipSync(readFileSync(bundle({ "1.sql": "-- ü" }).path));
    expect(Buffer.from(files["1.sql"] ?? "").toString("utf8")).toBe("-- ü");
  });
});

describe("repositoryFilesBelow", () => {
  it("lists files at every depth, sorted, with / between folders", () => {
    expect(repositoryFilesBelow("modules/database", "folder")).toEqual(
      expect.arrayContaining(["aurora/aurora-cluster.ts", "database-function.ts"]),
    );
    const files = repositoryFilesBelow("modules", "folder");
    expect(files).toEqual([...files].sort());
  });

  it("leaves out hidden files, which editors and systems create", () => {
    const copy = new ScratchCopy();
    mkdirSync(join(copy.root, "files/a"), { recursive: true });
    for (const name of ["a/.DS_Store", ".hidden", "a/1.sql"]) {
      writeFileSync(join(copy.root, "files", name), "");
    }
    const program =
      'console.log(JSON.stringify(require("./modules/packaging/assets").repositoryFilesBelow("files", "folder")))';
    return expect(copy.run(["-e", program])).resolves.toMatchObject({ code: 0, stdout: '["a/1.sql"]\n' });
  });

  it("refuses a link as the folder, or in it", async () => {
    const copy = new ScratchCopy();
    mkdirSync(join(copy.root, "files"));
    symlinkSync(join(copy.root, "main.ts"), join(copy.root, "files/1.sql"));
    symlinkSync(join(copy.root, "modules"), join(copy.root, "link"));
    const list = (folder: string) =>
      copy.run(["-e", `require("./modules/packaging/assets").repositoryFilesBelow("${folder}", "data.migrations")`]);
    expect((await list("files")).stderr).toContain(
      'data.migrations must contain only regular files, got "files/1.sql"; replace it with a file',
    );
    expect((await list("link")).stderr).toContain('data.migrations must name a folder of this repository, got "link"');
  });

  it.each(["nowhere", "..", "/etc", "main.ts"])("refuses %s", (folder) => {
    expect(() => repositoryFilesBelow(folder, "data.migrations")).toThrow(
      `data.migrations must name a folder of this repository, got "${folder}"`,
    );
  });
});

describe("readRepositoryFile", () => {
  it("returns the content", () => {
    expect(readRepositoryFile("main.ts").equals(readFileSync(join(REPOSITORY_ROOT, "main.ts")))).toBe(true);
  });

  it.each(["nowhere.sh", "../", "/etc/hosts"])("refuses %s", (path) => {
    expect(() => readRepositoryFile(path)).toThrow(`path must name a file of this repository, got "${path}"`);
  });
});
