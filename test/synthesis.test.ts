import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import cdktfPackage from "cdktf/package.json";
import cdktnPackage from "cdktn/package.json";
import { REPOSITORY_ROOT } from "../tools/shared/repository";
import { filesBelow } from "./helpers/files";
import { ScratchCopy } from "./helpers/scratch";

/** Two machines that differ in everything that a process can read. */
const HERE = {
  folder: "a",
  runner: "cdktf.json",
  umask: "0o022",
  env: { TZ: "UTC", LANG: "C", LC_ALL: "C", USER: "one" },
};
const ELSEWHERE = {
  folder: "some/other/folder of mine",
  runner: "tsx",
  umask: "0o077",
  // PATH is empty: no Terraform, no git, no shell.
  env: { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", USER: "two", PATH: "/nowhere" },
};

/**
 * Resolves every import of `cdktf`, by the sources and by the provider's bindings, to `cdktn`, like the line
 * `"cdktf": "npm:cdktn@..."` in package.json. Records which files of the two packages were loaded.
 */
const REDIRECTION = `
  const Module = require("node:module");
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    return resolve.call(this, process.env.FRAMEWORK ? request.replace(/^cdktf(?=$|\\/)/, process.env.FRAMEWORK) : request, ...rest);
  };
  process.on("exit", () => {
    const loaded = Object.keys(require.cache).map((path) => /node_modules\\/(cdktf|cdktn)\\//.exec(path)?.[1]);
    const count = (name) => loaded.filter((other) => other === name).length;
    require("node:fs").writeFileSync("loaded.json", JSON.stringify({ cdktf: count("cdktf"), cdktn: count("cdktn") }));
  });
`;

interface Synthesis {
  /** Content by path. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Number of loaded files, by framework. */
  readonly loaded: Readonly<Record<"cdktf" | "cdktn", number>>;
}

/** Each run of main.ts takes two seconds of one core, so both suites use these three runs. */
let here: Synthesis;
let elsewhere: Synthesis;
let withTerrain: Synthesis;
let homes: string;

beforeAll(async () => {
  homes = mkdtempSync(join(tmpdir(), "homes-"));
  [here, elsewhere, withTerrain] = await Promise.all([
    synthesize(HERE, "cdktf"),
    synthesize(ELSEWHERE, "cdktf"),
    // Bundles do not depend on the framework.
    synthesize({ ...HERE, folder: "terrain", env: { ...HERE.env, USER: "three" } }, "cdktn", ".build/functions"),
  ]);
});

afterAll(() => rmSync(homes, { recursive: true }));

async function synthesize(machine: typeof HERE, framework: string, ...brought: readonly string[]): Promise<Synthesis> {
  const { folder, runner, umask, env } = machine;
  const copy = new ScratchCopy(folder, ...brought);
  const home = join(homes, env.USER);
  mkdirSync(home);
  const preset = join(homes, `${env.USER}.cjs`);
  // tsx starts a worker thread, which cannot set the umask and loads no framework.
  writeFileSync(preset, `if (require("node:worker_threads").isMainThread) { process.umask(${umask}); ${REDIRECTION} }`);
  const variables = { ...env, HOME: home, FRAMEWORK: framework, NODE_OPTIONS: `--require ${preset}` };
  const run = runner === "tsx" ? copy.run(["main.ts"], variables) : copy.synthesize([], variables);
  const { code, stderr } = await run;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return {
    files: filesBelow(join(copy.root, "cdktf.out")),
    loaded: JSON.parse(readFileSync(join(copy.root, "loaded.json"), "utf8")),
  };
}

describe("synthesis", () => {
  it("writes the same files in another folder, time zone, language, home and umask, with tsx, without Terraform", () => {
    const [one, other] = [here, elsewhere].map(({ files }) => [...files.keys()]);
    expect(one).toContain("manifest.json");
    expect(other).toEqual(one);
  });

  it("writes the same bytes into each file", () => {
    const differing = [...here.files].filter(([path, content]) => !elsewhere.files.get(path)?.equals(content));
    expect(differing.map(([path]) => path)).toEqual([]);
  });

  it("writes no path of the machine", () => {
    const naming = [...here.files].filter(
      ([, content]) => content.includes(tmpdir()) || content.includes(REPOSITORY_ROOT),
    );
    expect(naming.map(([path]) => path)).toEqual([]);
  });
});

describe("CDK Terrain, the alternative to CDKTF", () => {
  it("is loaded in place of CDKTF", () => {
    expect(here.loaded.cdktn).toBe(0);
    expect(withTerrain.loaded.cdktf).toBe(0);
    expect(withTerrain.loaded.cdktn).toBeGreaterThan(50);
  });

  it("writes its own version", () => {
    const versions = [here, withTerrain].map(({ files }) => versionIn(files));
    expect(versions).toEqual([cdktfPackage.version, cdktnPackage.version]);
  });

  it("synthesizes the same files", () => {
    expect([...withTerrain.files.keys()]).toEqual([...here.files.keys()]);
    expect([...withTerrain.files.keys()]).toContain("manifest.json");
  });

  it("synthesizes the same content in the same order, except the version", () => {
    const [before, after] = [versionIn(here.files), versionIn(withTerrain.files)];
    const differing = [...here.files.keys()].filter(
      (path) => meaningOf(here.files.get(path), before) !== meaningOf(withTerrain.files.get(path), after),
    );
    expect(differing).toEqual([]);
  });
});

/** The framework's version. CDKTF writes it into the metadata of every stack and into the manifest. */
function versionIn(files: ReadonlyMap<string, Buffer>): string {
  return (JSON.parse(String(files.get("manifest.json"))) as { version: string }).version;
}

/** The content of a file in one format, because the frameworks break the lines of empty lists differently. */
function meaningOf(content: Buffer | undefined, version: string): string {
  const text = String(content);
  const written = text.startsWith("{") ? JSON.stringify(JSON.parse(text), null, 2) : text;
  return written.replaceAll(`"version": "${version}"`, '"version": "the framework\'s"');
}
