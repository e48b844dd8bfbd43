import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "../../../tools/new/write-files";
import { temporaryFolder } from "../../helpers/temporary-folder";

const GOOD = 'export const value = "one";\n';

describe("writeFiles", () => {
  let root: string;
  const at = (path: string) => join(root, path);

  beforeEach(() => {
    root = temporaryFolder();
  });

  it("formats and writes every file", async () => {
    await writeFiles(
      [
        { path: "modules/a/one.ts", text: "export const value='one'\n" },
        { path: "test/modules/a/one.ts", text: GOOD },
      ],
      root,
    );
    expect(readFileSync(at("modules/a/one.ts"), "utf8")).toBe(GOOD);
    expect(readFileSync(at("test/modules/a/one.ts"), "utf8")).toBe(GOOD);
  });

  it("writes nothing when one of them exists", async () => {
    mkdirSync(at("b"));
    writeFileSync(at("b/two.ts"), "mine");
    const files = ["a/one.ts", "b/two.ts"].map((path) => ({ path, text: GOOD }));
    await expect(writeFiles(files, root)).rejects.toThrow("b/two.ts must not exist; choose another name or remove");
    expect(readdirSync(root)).toEqual(["b"]);
    expect(readFileSync(at("b/two.ts"), "utf8")).toBe("mine");
  });

  it("removes the first files and their new folders when a later one fails", async () => {
    writeFileSync(at("b"), "a file in place of a folder");
    const files = ["a/x/one.ts", "b/two.ts"].map((path) => ({ path, text: GOOD }));
    await expect(writeFiles(files, root)).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(existsSync(at("a"))).toBe(false);
    expect(readdirSync(root)).toEqual(["b"]);
  });
});
