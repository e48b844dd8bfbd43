import { migrationReport } from "../../../tools/database-migrate/report";

const unchanged = { file: "0001-a.sql", state: "unchanged", statements: 1 } as const;

describe("the report of migrations", () => {
  it("lists each file with the statements that have run", () => {
    const files = [
      unchanged,
      { file: "0002-b.sql", state: "applied", statements: 4, from: 2, kinds: ["ALTER TABLE", "INSERT", "ALTER TABLE"] },
      { file: "0003-c.sql", state: "applied", statements: 1, from: 1, kinds: ["CREATE VIEW"] },
    ] as const;
    expect(migrationReport({ plan: false, databases: [{ database: "app", files }] }, "dev").split("\n")).toEqual([
      "database  file        state      statements  has run",
      "--------  ----------  ---------  ----------  --------------------------",
      "app       0001-a.sql  unchanged  1",
      "app       0002-b.sql  applied    4           2-4: 2 ALTER TABLE, INSERT",
      "app       0003-c.sql  applied    1           1: CREATE VIEW",
      "",
      "2 files of 3 applied to dev.",
      "",
    ]);
  });

  it("lists a file whose statements had run before", () => {
    const file = { file: "0001-a.sql", state: "applied", statements: 1, from: 2, kinds: [] } as const;
    expect(migrationReport({ plan: false, databases: [{ database: "app", files: [file] }] }, "dev")).toMatch(
      /0001-a\.sql {2}applied {2}1 {11}the record only\n/,
    );
  });

  it("says of a plan what would run", () => {
    const file = { file: "0001-a.sql", state: "planned", statements: 1, from: 1, kinds: ["CREATE TABLE"] } as const;
    const report = migrationReport({ plan: true, databases: [{ database: "app", files: [file] }] }, "dev");
    expect(report).toContain("would run\n");
    expect(report).toContain("\n1 file of 1 would be applied to dev.\n");
  });

  it("says that nothing has changed", () => {
    const databases = [{ database: "app", files: [unchanged] }];
    expect(migrationReport({ plan: false, databases }, "dev")).toContain("The schema of dev is up to date: 1 file.\n");
  });
});
