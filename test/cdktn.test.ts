import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import cdktfPackage from "cdktf/package.json";
import cdktnPackage from "cdktn/package.json";
import { filesBelow } from "./helpers/files";
import { ScratchCopy, SYNTHESIS_TIMEOUT } from "./helpers/scratch";

/**
 * Takes every request for `cdktf`, of ours and of the provider's bindings, to `cdktn`, as the line
 * `"cdktf": "npm:cdktn@..."` in package.json would, and writes down which of the two packages' files were loaded.
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

/** What one of the two frameworks synthesizes, and how many files of each were loaded for it. */
async function synthesizeWith(framework: string) {
  const copy = new ScratchCopy("", ".build/functions");
  writeFileSync(join(copy.root, "redirection.cjs"), REDIRECTION);
  const { code, stderr } = await copy.run(["--require", "./redirection.cjs", "main.ts"], { FRAMEWORK: framework });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const loaded = JSON.parse(readFileSync(join(copy.root, "loaded.json"), "utf8")) as Record<string, number>;
  return { files: filesBelow(join(copy.root, "cdktf.out")), loaded };
}

/** The version of the framework, which CDKTF writes into the metadata of every stack and into the manifest. */
function versionIn(files: ReadonlyMap<string, Buffer>): string {
  return (JSON.parse(String(files.get("manifest.json"))) as { version: string }).version;
}

/** What a file says, written one way: the two frameworks break the line of an empty list differently. */
function meaningOf(content: Buffer | undefined, version: string): string {
  const text = String(content);
  const written = text.startsWith("{") ? JSON.stringify(JSON.parse(text), null, 2) : text;
  return written.replaceAll(`"version": "${version}"`, '"version": "the framework\'s"');
}

describe("CDK Terrain, the way out of CDKTF", () => {
  let cdktf: Awaited<ReturnType<typeof synthesizeWith>>;
  let cdktn: Awaited<ReturnType<typeof synthesizeWith>>;

  beforeAll(async () => {
    [cdktf, cdktn] = (await Promise.all(["cdktf", "cdktn"].map(synthesizeWith))) as [typeof cdktf, typeof cdktn];
  }, SYNTHESIS_TIMEOUT);

  test("is what is loaded, and CDKTF is not", () => {
    expect(cdktf.loaded.cdktn).toBe(0);
    expect(cdktn.loaded.cdktf).toBe(0);
    expect(cdktn.loaded.cdktn).toBeGreaterThan(50);
  });

  test("says its own version", () => {
    expect([versionIn(cdktf.files), versionIn(cdktn.files)]).toEqual([cdktfPackage.version, cdktnPackage.version]);
  });

  test("synthesizes the same files", () => {
    expect([...cdktn.files.keys()]).toEqual([...cdktf.files.keys()]);
    expect([...cdktn.files.keys()]).toContain("manifest.json");
  });

  test("synthesizes the same content in the same order but for that version", () => {
    const [before, after] = [versionIn(cdktf.files), versionIn(cdktn.files)];
    const differing = [...cdktf.files.keys()].filter(
      (path) => meaningOf(cdktf.files.get(path), before) !== meaningOf(cdktn.files.get(path), after),
    );
    expect(differing).toEqual([]);
  });
});
