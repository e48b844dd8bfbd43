import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BundleStore } from "../../../modules/packaging/bundle-store";

const ENTRY = "lambdas/sample/handler.ts";
const ARCHIVE = Buffer.from("an archive");

/** Everything that an archive can depend on. */
const FILES = {
  [ENTRY]: "export const handler = 1;",
  "lambdas/shared/log.ts": "export const log = 1;",
  "package.json": "{}",
  "tsconfig.json": "{}",
  "node_modules/.package-lock.json": '{ "packages": { "node_modules/one": { "integrity": "sha512-1" } } }',
};

describe("BundleStore", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "bundles-"));
    for (const [path, text] of Object.entries(FILES)) {
      write(path, text);
    }
  });

  afterEach(() => rmSync(root, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  /** Looks for an archive as the next process does. */
  function find(recipe = "recipe", entry = ENTRY): Buffer | undefined {
    return new BundleStore(root, recipe).find(entry);
  }

  function keep(): string {
    return new BundleStore(root, "recipe").keep(ENTRY, ARCHIVE);
  }

  it("finds nothing at first", () => {
    expect(find()).toBeUndefined();
  });

  it("finds an archive in the next process", () => {
    const hash = createHash("sha256").update(ARCHIVE).digest("hex");
    expect(keep()).toBe(join(root, ".build", "functions", hash, "bundle.zip"));
    expect(find()).toEqual(ARCHIVE);
  });

  it.each(Object.keys(FILES))("finds no archive while %s is changed", (path) => {
    keep();
    write(path, `${FILES[path as keyof typeof FILES]} `);
    expect(find()).toBeUndefined();
    write(path, FILES[path as keyof typeof FILES]);
    expect(find()).toEqual(ARCHIVE);
  });

  it("finds no archive after a file was added to the sources", () => {
    keep();
    write("lambdas/sample/handler.js", "");
    expect(find()).toBeUndefined();
  });

  it("finds no archive of sources that changed during their compilation", () => {
    const store = new BundleStore(root, "recipe");
    expect(store.find(ENTRY)).toBeUndefined();
    write(ENTRY, "export const handler = 2;");
    store.keep(ENTRY, ARCHIVE);
    expect(find()).toBeUndefined();
    write(ENTRY, FILES[ENTRY]);
    expect(find()).toBeUndefined();
  });

  it("finds no archive of another entry or recipe", () => {
    keep();
    expect(find("recipe", "lambdas/shared/log.ts")).toBeUndefined();
    expect(find("another recipe")).toBeUndefined();
  });

  it.each(["", "an arch", "another archive"])("finds no archive whose bytes have changed (%j)", (text) => {
    writeFileSync(keep(), text);
    expect(find()).toBeUndefined();
  });

  it("finds nothing when npm has not written the list of installed packages", () => {
    rmSync(join(root, "node_modules"), { recursive: true });
    keep();
    expect(find()).toBeUndefined();
  });
});
