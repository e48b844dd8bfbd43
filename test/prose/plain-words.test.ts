import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { wordsToAvoid } from "./plain-words";

/** Folders and files without prose of this project. `prose` contains the words to avoid. */
const EXCLUDED = new Set([
  ".build",
  ".git",
  "LICENSE",
  "__snapshots__",
  "cdktf.out",
  "coverage",
  "node_modules",
  "package-lock.json",
  "plans",
  "prose",
]);

/** Paths of all files with prose: sources, scripts, configuration and documentation. */
function filesWithProse(folder = ""): string[] {
  return readdirSync(join(REPOSITORY_ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !EXCLUDED.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesWithProse(path) : entry.isFile() ? [path] : [];
    });
}

describe("wordsToAvoid", () => {
  it("finds a word with its line, in any case", () => {
    expect(wordsToAvoid("README.md", "One line.\nWhoever reads this")).toEqual([
      { line: 2, word: "Whoever", advice: "name the person or the resource" },
    ]);
  });

  it.each(["somebody", "nobody", "told", "said", "wants"])("finds %s", (word) => {
    expect(wordsToAvoid("README.md", `It ${word}.`).map((finding) => finding.word)).toEqual([word]);
  });

  it.each([
    ["main.ts", "// It wants a key."],
    ["main.ts", " * It wants a key. */"],
    ["main.ts", "/** It wants a key. */"],
    ["main.ts", "const one = 1; // It wants a key."],
    ["main.ts", 'throw new Error("it wants a key");'],
    ["main.ts", "throw new Error(`${name} wants a key`);"],
    ["main.sh", "# It wants a key."],
    ["main.yml", "key: value # It wants a key."],
  ])("reads %s: %s", (path, line) => {
    expect(wordsToAvoid(path, line)).toHaveLength(1);
  });

  it.each([
    ["README.md", "untold, aforesaid, wanted"],
    ["README.md", "The unit has `wants` in its name."],
    ["main.ts", "const told = said(nobody);"],
    ["main.ts", 'const user = "nobody";'],
    ["main.ts", "throw new Error(`${told} is not a list`);"],
    ["app.service", "Wants=network-online.target"],
    ["app.service", "# Wants, not Requires, because the unit may fail."],
    ["main.sh", 'ln -s unit "basic.target.wants directory"'],
  ])("accepts %s: %s", (path, line) => {
    expect(wordsToAvoid(path, line)).toEqual([]);
  });
});

describe("prose of the repository", () => {
  const files = filesWithProse();

  it("is found in sources, scripts, workflows and documentation", () => {
    expect(files).toEqual(
      expect.arrayContaining(["README.md", "main.ts", ".github/workflows/ci.yml", ".ci/run", "docs/state.md"]),
    );
    expect(files.some((path) => path.endsWith(".sh"))).toBe(true);
  });

  it("has no words that plain English avoids", () => {
    const findings = files.flatMap((path) =>
      wordsToAvoid(path, readFileSync(join(REPOSITORY_ROOT, path), "utf8")).map(
        ({ line, word, advice }) => `${path}:${line}: "${word}"; ${advice}`,
      ),
    );
    expect(findings).toEqual([]);
  });
});
