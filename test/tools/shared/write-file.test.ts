import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../../tools/shared/write-file";
import { temporaryFolder } from "../../helpers/temporary-folder";

describe("writeWhole", () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  beforeEach(() => {
    folder = temporaryFolder();
  });

  it("writes a new file and replaces an existing one", () => {
    writeWhole(at("file"), "one");
    writeWhole(at("file"), "two");
    expect(readFileSync(at("file"), "utf8")).toBe("two");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("sets the permissions, also of a file that it replaces", () => {
    writeFileSync(at("secret"), "old", { mode: 0o644 });
    writeWhole(at("secret"), "new", { mode: 0o600 });
    expect(statSync(at("secret")).mode & 0o777).toBe(0o600);
  });

  it("does not replace a file or a dangling link that must be new", () => {
    writeFileSync(at("file"), "old");
    symlinkSync(at("nowhere"), at("link"));
    for (const name of ["file", "link"]) {
      expect(() => writeWhole(at(name), "new", { mustBeNew: true })).toThrow("EEXIST");
    }
    expect(readFileSync(at("file"), "utf8")).toBe("old");
    expect(existsSync(at("nowhere"))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(["file", "link"]);
  });

  it.each([
    ["a folder", "folder", /EISDIR|ENOTEMPTY|EEXIST/],
    ["a folder that does not exist", "nowhere/file", /ENOENT/],
  ])("leaves nothing beside %s", (_, name, code) => {
    mkdirSync(at("folder"));
    writeFileSync(at("folder/kept"), "");
    expect(() => writeWhole(at(name), "text")).toThrow(code);
    expect(readdirSync(folder)).toEqual(["folder"]);
    expect(readdirSync(at("folder"))).toEqual(["kept"]);
  });

  it("replaces what a killed process with the same number left", () => {
    writeFileSync(`${at("file")}.${process.pid}.new`, "half");
    writeWhole(at("file"), "whole");
    expect(readdirSync(folder)).toEqual(["file"]);
  });
});
