import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readMigrations } from "../../../lambdas/database-migrations/migration-files";

const SQL = "CREATE TABLE a (id INT);\n";
const folders: string[] = [];

function read(files: Readonly<Record<string, string | Buffer>>) {
  const folder = mkdtempSync(join(tmpdir(), "migrations-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return readMigrations(folder);
}

afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true });
  }
});

describe("readMigrations", () => {
  it("reads the files of every database in their order", () => {
    const all = read({ "b/0001-one.sql": SQL, "a/0002-two.sql": SQL, "a/0001-x-9.sql": "DROP TABLE b; DROP TABLE c;" });
    expect(
      all.map(({ database, files }) => [
        database,
        files.map(({ name, file, statements }) => [name, file, statements.length]),
      ]),
    ).toEqual([
      [
        "a",
        [
          ["a/0001-x-9.sql", "0001-x-9.sql", 2],
          ["a/0002-two.sql", "0002-two.sql", 1],
        ],
      ],
      ["b", [["b/0001-one.sql", "0001-one.sql", 1]]],
    ]);
  });

  it("takes the checksum of the exact bytes", () => {
    expect(read({ "a/0001-one.sql": SQL })[0]?.files[0]?.checksum).toBe(
      "176e30308e132fb0ab359938d9befb30524b3798c61c0b89d062d624490c2183",
    );
  });

  it.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
    [
      "a file beside the folders",
      { "README.md": "" },
      'must contain only folders, one for each database, got "README.md"',
    ],
    [
      "a database of MySQL",
      { "mysql/0001-a.sql": SQL },
      "folders of migrations must not contain a database of MySQL itself",
    ],
    [
      "a name that is none of a database",
      { "a-b/0001-a.sql": SQL },
      "the folders of migrations must be names of 1 to 64 letters",
    ],
    [
      "another file",
      { "a/notes.txt": "" },
      "migrations/a must contain only files like 0001-create-news.sql, with names",
    ],
    ["a short number", { "a/001-a.sql": SQL }, 'got "001-a.sql"'],
    ["a name without words", { "a/0001.sql": SQL }, 'got "0001.sql"'],
    ["capital letters", { "a/0001-A.sql": SQL }, 'got "0001-A.sql"'],
    ["a long name", { [`a/0001-${"a".repeat(112)}.sql`]: SQL }, "with names of at most 120 characters"],
    ["a folder in a folder", { "a/0001-a.sql/b": SQL }, 'got "0001-a.sql"'],
    [
      "a gap",
      { "a/0001-a.sql": SQL, "a/0003-b.sql": SQL },
      "a/0003-b.sql must have the number 0002, so that no number is left out, got 0003",
    ],
    ["another first number", { "a/0002-a.sql": SQL }, "a/0002-a.sql must have the number 0001"],
    [
      "a number twice",
      { "a/0001-a.sql": SQL, "a/0001-b.sql": SQL },
      "a/0001-b.sql must have a number of its own, got that of 0001-a.sql; renumber it",
    ],
    ["other bytes than UTF-8", { "a/0001-a.sql": Buffer.from([0xff]) }, "a/0001-a.sql must be UTF-8, got other bytes"],
    ["a byte order mark", { "a/0001-a.sql": `\ufeff${SQL}` }, "a/0001-a.sql must not begin with a byte order mark"],
    [
      "line ends of Windows",
      { "a/0001-a.sql": "DROP TABLE a;\r\n" },
      "a/0001-a.sql must have lines that end with LF, got CR",
    ],
    ["an empty file", { "a/0001-a.sql": "" }, "a/0001-a.sql must contain a statement, got none"],
    ["a statement that is not supported", { "a/0001-a.sql": "\nUSE b;" }, "a/0001-a.sql:2 must not contain USE"],
  ])("refuses %s", (_, files, message) => {
    expect(() => read(files)).toThrow(
      expect.objectContaining({ name: "LoggableError", message: expect.stringContaining(message) }),
    );
  });

  it("refuses a package without the folder", () => {
    expect(() => readMigrations(join(tmpdir(), "no-such-folder"))).toThrow(
      "migrations must be a folder beside the function's code, got none; add it to the package",
    );
  });

  it("accepts the longest name", () => {
    expect(read({ [`a/0001-${"a".repeat(111)}.sql`]: SQL })[0]?.files).toHaveLength(1);
  });
});
