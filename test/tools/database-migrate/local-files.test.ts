import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localMigrations } from "../../../tools/database-migrate/local-files";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "migrations-"));
  mkdirSync(join(root, "sql/app"), { recursive: true });
  writeFileSync(join(root, "sql/app/0001-first.sql"), "CREATE TABLE a (b INT);\n");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("localMigrations", () => {
  it("reads the files of a folder, without hidden ones", () => {
    writeFileSync(join(root, "sql/.hidden"), "");
    expect(localMigrations(root, "sql")).toMatchObject([{ database: "app", files: [{ name: "app/0001-first.sql" }] }]);
  });

  it.each(["nowhere", "sql/app/0001-first.sql", "link"])("refuses %s, which is no folder", (folder) => {
    symlinkSync(join(root, "sql"), join(root, "link"));
    expect(() => localMigrations(root, folder)).toThrow(
      `auroraApi.data.migrations must name a folder of this repository, got "${folder}"`,
    );
  });

  it("refuses links and pipes, which could lead out of the repository or block", () => {
    const path = join(root, "sql/app/0002-second.sql");
    const message = 'must contain only regular files, got "sql/app/0002-second.sql"';
    symlinkSync(root, path);
    expect(() => localMigrations(root, "sql")).toThrow(message);
    rmSync(path);
    execFileSync("mkfifo", [path]);
    expect(() => localMigrations(root, "sql")).toThrow(message);
  });

  it("names the file and line of a fault", () => {
    writeFileSync(join(root, "sql/app/0002-second.sql"), "\nUSE other;\n");
    expect(() => localMigrations(root, "sql")).toThrow(/^sql\/app\/0002-second.sql:2 must not contain USE/);
  });
});
