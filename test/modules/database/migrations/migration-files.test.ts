import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { migrationFiles } from "../../../../modules/database/migrations/migration-files";
import { REPOSITORY_ROOT } from "../../../../tools/shared/repository";

/** Git ignores it. */
const FOLDER = `.build/migrations-${process.pid}`;
const SQL = "CREATE TABLE a (id INT);\n";

function read(files: Readonly<Record<string, string | Buffer>>, databases: readonly string[] = ["app", "reports"]) {
  rmSync(join(REPOSITORY_ROOT, FOLDER), { recursive: true, force: true });
  mkdirSync(join(REPOSITORY_ROOT, FOLDER), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    const file = join(REPOSITORY_ROOT, FOLDER, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return migrationFiles(FOLDER, databases);
}

afterAll(() => rmSync(join(REPOSITORY_ROOT, FOLDER), { recursive: true, force: true }));

describe("migrationFiles", () => {
  it("archives every file in a folder beside the code, with its checksum", () => {
    const files = read({ "reports/0001-a.sql": SQL, "app/0001-a.sql": SQL, "app/0002-b.sql": `-- ü\n${SQL}` });
    expect(files.archived).toEqual({
      "migrations/app/0001-a.sql": SQL,
      "migrations/app/0002-b.sql": `-- ü\n${SQL}`,
      "migrations/reports/0001-a.sql": SQL,
    });
    expect(Object.keys(files.checksums)).toEqual(["app/0001-a.sql", "app/0002-b.sql", "reports/0001-a.sql"]);
    expect(files.checksums["app/0001-a.sql"]).toBe("176e30308e132fb0ab359938d9befb30524b3798c61c0b89d062d624490c2183");
  });

  it("allows databases without migrations", () => {
    expect(Object.keys(read({ "app/0001-a.sql": SQL }).archived)).toEqual(["migrations/app/0001-a.sql"]);
  });

  it.each<[string, Readonly<Record<string, string | Buffer>>]>([
    [
      "/shop must have the name of a database, one of app, reports; rename the folder, or add the name to auroraApi.data.databases",
      { "shop/0001-a.sql": SQL },
    ],
    [
      " must contain at least 1 file like app/0001-create-notes.sql, got none; add one, or set auroraApi.data.migrations to false",
      {},
    ],
    ["/app must contain only files like 0001-create-news.sql", { "app/readme.txt": "" }],
    [
      "/app/0003-b.sql must have the number 0002, so that no number is left out, got 0003; renumber it",
      {
        "app/0001-a.sql": SQL,
        "app/0003-b.sql": SQL,
      },
    ],
    [
      "/app/0001-b.sql must have a number of its own, got that of 0001-a.sql; renumber it",
      {
        "app/0001-a.sql": SQL,
        "app/0001-b.sql": SQL,
      },
    ],
    ["/app/0001-a.sql must contain a statement, got none", { "app/0001-a.sql": "" }],
    ["/app/0001-a.sql:2 must not contain GRANT", { "app/0001-a.sql": "-- x\nGRANT ALL ON a TO b;" }],
    ["/app/0001-a.sql must be UTF-8, got other bytes", { "app/0001-a.sql": Buffer.from([0xff]) }],
    ["/app/0001-a.sql must have lines that end with LF", { "app/0001-a.sql": "DROP TABLE a;\r\n" }],
  ])("refuses with file and line: %s", (message, files) => {
    expect(() => read(files)).toThrow(
      expect.objectContaining({ name: "FileError", message: expect.stringContaining(`${FOLDER}${message}`) }),
    );
  });

  it("refuses a folder that is not in the repository", () => {
    expect(() => migrationFiles("nowhere", ["app"])).toThrow(
      'auroraApi.data.migrations must name a folder of this repository, got "nowhere"',
    );
  });
});
