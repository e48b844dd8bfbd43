import { checkMigrations } from "../../../../lambdas/shared/migrations/check-migrations";
import { migrationsChecksum } from "../../../../lambdas/shared/migrations/checksum";

const SQL = "CREATE TABLE a (id INT);\n";
const stored = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));

describe("checkMigrations", () => {
  it("sorts databases and files", () => {
    const all = checkMigrations(stored({ "b/0001-a.sql": SQL, "a/0002-b.sql": SQL, "a/0001-a.sql": SQL }));
    expect(all.flatMap(({ files }) => files.map(({ name }) => name))).toEqual([
      "a/0001-a.sql",
      "a/0002-b.sql",
      "b/0001-a.sql",
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['stacks/migrations must contain only folders, one for each database, got "README.md"', { "README.md": "" }],
    ["stacks/migrations/a must contain only files like 0001-create-news.sql, with names", { "a/b/0001-a.sql": SQL }],
    ["stacks/migrations/a/0002-a.sql must have the number 0001", { "a/0002-a.sql": SQL }],
    ["stacks/migrations/a/0001-a.sql must contain a statement, got none", { "a/0001-a.sql": "-- nothing" }],
    ["stacks/migrations/a/0001-a.sql:2 must not contain USE", { "a/0001-a.sql": "\nUSE b;" }],
  ])("begins an error with the path in the repository: %s", (message, files) => {
    expect(() => checkMigrations(stored(files), "stacks/migrations")).toThrow(message);
  });
});

describe("migrationsChecksum", () => {
  const checksum = (files: Readonly<Record<string, string>>) => migrationsChecksum(checkMigrations(stored(files)));

  it("depends on names and bytes, not on the order", () => {
    const one = checksum({ "a/0001-a.sql": SQL, "b/0001-a.sql": SQL });
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(checksum({ "b/0001-a.sql": SQL, "a/0001-a.sql": SQL })).toBe(one);
    expect(checksum({ "a/0001-a.sql": SQL, "b/0001-a.sql": `-- x\n${SQL}` })).not.toBe(one);
    expect(checksum({ "a/0001-a.sql": SQL, "b/0001-b.sql": SQL })).not.toBe(one);
  });
});
