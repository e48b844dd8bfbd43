import { type AuroraApiInput, auroraEnvironment, auroraProblems } from "../../../helpers/aurora-api";
import { problemsWith } from "../../../helpers/whole-environment";

type Restore = NonNullable<NonNullable<AuroraApiInput["data"]>["restore"]>;

const problems = (restore: Restore) => auroraProblems({ data: { restore } });
const SNAPSHOT = "must be the identifier or the ARN of a DB cluster snapshot, e.g. project-x-prod-before-upgrade";
const TIME = 'must be "latest" or a time in UTC with seconds, e.g. 2026-11-25T08:00:00Z';

describe("a restore", () => {
  it.each<Restore>([
    { snapshot: "project-x-prod-before-upgrade" },
    { snapshot: "rds:project-x-prod-aurora-2026-11-25-02-10" },
    { snapshot: "awsbackup:job-4c86e95a-0000-4000-8000-000000000001" },
    { snapshot: "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:awsbackup:job-4c86e95a" },
    { pointInTime: "latest" },
    { pointInTime: "2028-02-29T23:59:59Z" },
  ])("accepts %j, beside the present database", (restore) => {
    expect(auroraEnvironment({ data: { restore } }).auroraApi?.data.restore).toEqual({ stage: "beside", ...restore });
  });

  it("has no generation and no restore by default", () => {
    const data = auroraEnvironment().auroraApi?.data;
    expect([data?.generation, data?.restore]).toEqual([undefined, undefined]);
  });

  it.each<[Restore, string]>([
    [{}, "restore must have either snapshot or pointInTime, got {} (empty)"],
    [
      { snapshot: "a", pointInTime: "latest" },
      'restore must have either snapshot or pointInTime, got {"snapshot":"a","pointInTime":"latest"',
    ],
    [{ snapshot: "" }, `restore.snapshot ${SNAPSHOT}, got "" (empty)`],
    [{ snapshot: "two--hyphens" }, `restore.snapshot ${SNAPSHOT}`],
    [{ snapshot: "x".repeat(256) }, `restore.snapshot ${SNAPSHOT}`],
    [{ snapshot: "arn:aws:rds:eu-west-1:123456789012:snapshot:of-an-instance" }, `restore.snapshot ${SNAPSHOT}`],
    [{ snapshot: "arn:aws-cn:rds:eu-west-1:123456789012:cluster-snapshot:a" }, `restore.snapshot ${SNAPSHOT}`],
    [{ snapshot: "arn:aws:backup:eu-west-1:123456789012:recovery-point:1" }, `restore.snapshot ${SNAPSHOT}`],
    [{ pointInTime: "2026-11-25T08:00:00.5Z" }, `restore.pointInTime ${TIME}, got "2026-11-25T08:00:00.5Z"`],
    [{ pointInTime: "2026-11-25T08:00Z" }, `restore.pointInTime ${TIME}`],
    [{ pointInTime: "2026-11-25T08:00:00+01:00" }, `restore.pointInTime ${TIME}`],
    [{ pointInTime: "2026-02-29T08:00:00Z" }, `restore.pointInTime ${TIME}`],
    [{ pointInTime: "now" }, `restore.pointInTime ${TIME}`],
    [{ snapshot: "a", engineVersion: "8.0" }, "restore.engineVersion must be an Aurora MySQL"],
    [
      { pointInTime: "latest", engineVersion: "8.0.mysql_aurora.3.10.1" },
      "restore.engineVersion must not be set with pointInTime, got",
    ],
    [{ snapshot: "a", stage: "done" as never }, "restore.stage must be"],
  ])("refuses %j", (restore, problem) => {
    expect(problems(restore)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([0, 1.5, 100])("refuses generation %d", (generation) => {
    expect(auroraProblems({ data: { generation } })).toEqual([
      expect.stringContaining(`generation must be a whole number from 1 to 99, got ${generation}`),
    ]);
  });
});

describe("a restore of the three-tier database", () => {
  const path = "threeTier.data.mysql.restore";

  it("accepts a snapshot of an instance, and its ARN", () => {
    for (const snapshot of ["before", "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:before-2026-11-25-02-10"]) {
      expect(problemsWith({ [path]: { snapshot, engineVersion: "8.0" } })).toEqual([]);
    }
  });

  it("refuses a snapshot of a cluster", () => {
    const snapshot = "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:before";
    expect(problemsWith({ [path]: { snapshot } })).toEqual([
      `${path}.snapshot must be the identifier or the ARN of a DB snapshot, e.g. project-x-prod-before-upgrade, got "${snapshot}"`,
    ]);
  });
});
