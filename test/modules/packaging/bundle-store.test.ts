import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BundleStore } from "../../../modules/packaging/bundle-store";

const ENTRY = "lambdas/sample/handler.ts";
const ARCHIVE = Buffer.from("an archive");

/** What an archive can depend on. */
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

  /** As the next process would. */
  function find(recipe = "recipe", entry = ENTRY): Buffer | undefined {
    return new BundleStore(root, recipe).find(entry);
  }

  function keep(): string {
    return new BundleStore(root, "recipe").keep(ENTRY, ARCHIVE);
  }

  test("knows nothing at first", () => {
    expect(find()).toBeUndefined();
  });

  test("gives an archive again in the next process", () => {
    const hash = createHash("sha256").update(ARCHIVE).digest("hex");
    expect(keep()).toBe(join(root, ".build", "functions", hash, "bundle.zip"));
    expect(find()).toEqual(ARCHIVE);
  });

  test.each(Object.keys(FILES))("does not when %s has changed, and does when it is as before", (path) => {
    keep();
    write(path, `${FILES[path as keyof typeof FILES]} `);
    expect(find()).toBeUndefined();
    write(path, FILES[path as keyof typeof FILES]);
    expect(find()).toEqual(ARCHIVE);
  });

  test("does not when a file was added to the sources", () => {
    keep();
    write("lambdas/sample/handler.js", "");
    expect(find()).toBeUndefined();
  });

  test("does not when the sources changed while they were compiled, neither of the old ones nor of the new", () => {
    const store = new BundleStore(root, "recipe");
    expect(store.find(ENTRY)).toBeUndefined();
    write(ENTRY, "export const handler = 2;");
    store.keep(ENTRY, ARCHIVE);
    expect(find()).toBeUndefined();
    write(ENTRY, FILES[ENTRY]);
    expect(find()).toBeUndefined();
  });

  test("does not for another entry or recipe", () => {
    keep();
    expect(find("recipe", "lambdas/shared/log.ts")).toBeUndefined();
    expect(find("another recipe")).toBeUndefined();
  });

  test.each(["", "an arch", "another archive"])("does not trust an archive that is no longer whole (%j)", (text) => {
    writeFileSync(keep(), text);
    expect(find()).toBeUndefined();
  });

  test("takes nothing for known where npm has not noted what it installed", () => {
    rmSync(join(root, "node_modules"), { recursive: true });
    keep();
    expect(find()).toBeUndefined();
  });
});
