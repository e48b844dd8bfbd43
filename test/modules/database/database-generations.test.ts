import {
  type DatabaseRestore,
  databaseGenerations,
  ensureSameRegion,
} from "../../../modules/database/database-generations";

const SNAPSHOT = "before-upgrade";

const shown = (props: Parameters<typeof databaseGenerations>[0]) =>
  databaseGenerations(props).map(
    ({ number, suffix, serves, disposable }) =>
      `${number}${suffix}${serves ? " serves" : ""}${disposable ? " disposable" : ""}`,
  );

describe("databaseGenerations", () => {
  it("is one database without a restore", () => {
    expect(shown({})).toEqual(["1 serves"]);
    expect(shown({ generation: 3 })).toEqual(["3-g3 serves"]);
  });

  it("adds a disposable database beside the one that serves", () => {
    expect(shown({ restore: { snapshot: SNAPSHOT } })).toEqual(["1 serves", "2-g2 disposable"]);
    expect(shown({ generation: 2, restore: { pointInTime: "latest" } })).toEqual(["2-g2 serves", "3-g3 disposable"]);
  });

  it("keeps the old database when the restored one serves", () => {
    expect(shown({ restore: { snapshot: SNAPSHOT, stage: "serving" } })).toEqual(["1", "2-g2 serves"]);
  });

  it("ends with the database that the next generation starts with", () => {
    expect(shown({ restore: { snapshot: SNAPSHOT, stage: "alone" } })).toEqual(shown({ generation: 2 }));
  });

  it.each<[DatabaseRestore]>([[{}], [{ snapshot: SNAPSHOT, pointInTime: "latest" }]])("refuses %j", (restore) => {
    expect(() => databaseGenerations({ restore })).toThrow("restore must have either snapshot or pointInTime, got {");
  });

  it.each([0, 1.5])("refuses generation %d", (generation) => {
    expect(() => databaseGenerations({ generation })).toThrow("generation must be a whole number from 1, got ");
  });
});

describe("ensureSameRegion", () => {
  const arn = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:before-upgrade";

  it("accepts identifiers, and ARNs of the region", () => {
    expect(() => ensureSameRegion(undefined, "eu-west-1")).not.toThrow();
    expect(() => ensureSameRegion("rds:sample-2026-11-25-02-10", "eu-west-1")).not.toThrow();
    expect(() => ensureSameRegion(arn, "us-east-1")).not.toThrow();
  });

  it("refuses an ARN of another region", () => {
    expect(() => ensureSameRegion(arn, "eu-west-1")).toThrow(
      `restore.snapshot must be in eu-west-1, got "${arn}"; copy the snapshot to this region first`,
    );
  });
});
