import { problemsOf } from "../../../helpers/environments";

const problemsOfMysql = (mysql: object) => problemsOf({ threeTier: { data: { mysql } } });

describe("read replicas", () => {
  it("are refused when RDS manages the master password", () => {
    expect(problemsOfMysql({ masterCredentials: "rds-managed", readReplicas: 2 })).toEqual([
      'threeTier.data.mysql.readReplicas must be 0 when masterCredentials is "rds-managed", got 2; ' +
        "RDS refuses replicas of a MySQL instance whose master password it manages",
    ]);
    expect(problemsOfMysql({ masterCredentials: "rds-managed", readReplicas: 0 })).toEqual([]);
  });

  it.each([-1, 16, 1.5, "one"])("refuses %p of them", (readReplicas) => {
    expect(problemsOfMysql({ readReplicas })).toEqual([
      `threeTier.data.mysql.readReplicas must be a whole number from 0 to 15, got ${JSON.stringify(readReplicas)}`,
    ]);
  });
});

describe("storage", () => {
  it.each([
    [20, 22],
    [100, 110],
    [101, 112],
  ])("of %i GiB needs a limit of at least %i GiB", (allocatedStorageGiB, least) => {
    expect(problemsOfMysql({ allocatedStorageGiB, maxAllocatedStorageGiB: least })).toEqual([]);
    expect(problemsOfMysql({ allocatedStorageGiB, maxAllocatedStorageGiB: least - 1 })).toEqual([
      `threeTier.data.mysql.maxAllocatedStorageGiB must be at least ${least}, 10 % above allocatedStorageGiB, got ${least - 1}`,
    ]);
  });

  it("is at least 20 GiB, the minimum of gp3 for MySQL", () => {
    expect(problemsOfMysql({ allocatedStorageGiB: 19 })).toEqual([
      "threeTier.data.mysql.allocatedStorageGiB must be a whole number from 20 to 65536, got 19",
    ]);
  });
});

describe("Performance Insights", () => {
  it.each(["db.t4g.micro", "db.t3.small"])("must be off on %s", (instanceClass) => {
    expect(problemsOfMysql({ instanceClass, performanceInsights: true })).toEqual([
      `threeTier.data.mysql.performanceInsights must be false on ${instanceClass}, got true; ` +
        "RDS has no Performance Insights on micro and small classes of MySQL",
    ]);
    expect(problemsOfMysql({ instanceClass, performanceInsights: false })).toEqual([]);
  });

  it("is available from medium on", () => {
    expect(problemsOfMysql({ instanceClass: "db.t4g.medium", performanceInsights: true })).toEqual([]);
  });
});

describe("users", () => {
  it("must differ, because the application never connects as the master user", () => {
    expect(problemsOfMysql({ applicationUsername: "owner", masterUsername: "owner" })).toEqual([
      'threeTier.data.mysql.applicationUsername must differ from masterUsername, got "owner"; ' +
        "the application never connects as the master user",
    ]);
  });

  it.each(["admin", "Root"])("refuses %s, which attackers try first", (masterUsername) => {
    expect(problemsOfMysql({ masterUsername })).toEqual([
      `threeTier.data.mysql.masterUsername must not be a name that attackers try first, got "${masterUsername}"`,
    ]);
  });

  it.each(["1user", "with-hyphen", "x".repeat(17)])("refuses the name %p", (applicationUsername) => {
    expect(problemsOfMysql({ applicationUsername })).toEqual([
      `threeTier.data.mysql.applicationUsername must be 1 to 16 letters, digits or underscores, starting with a letter, got "${applicationUsername}"`,
    ]);
  });
});

describe("values that RDS, EFS and AWS Backup accept", () => {
  it.each([
    [{ mysql: { engineVersion: "5.7" } }, 'mysql.engineVersion must be "8.0" or "8.4", got "5.7"'],
    [
      { mysql: { instanceClass: "m6g.large" } },
      'mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "m6g.large"',
    ],
    [
      { mysql: { databaseName: "news-read" } },
      'mysql.databaseName must be 1 to 64 letters, digits or underscores, starting with a letter, got "news-read"',
    ],
    [{ mysql: { backupRetentionInDays: 6 } }, "mysql.backupRetentionInDays must be a whole number from 7 to 35, got 6"],
    [
      { mysql: { monitoringIntervalSeconds: 2 } },
      "mysql.monitoringIntervalSeconds must be 0, 1, 5, 10, 15, 30 or 60, got 2",
    ],
    [{ mysql: { rotateAfterDays: 0 } }, "mysql.rotateAfterDays must be a whole number from 1 to 90, got 0"],
    [{ mysql: { multiAz: "yes" } }, 'mysql.multiAz must be a boolean, got "yes"'],
    [
      { fileSystem: { infrequentAccessAfterDays: 31 } },
      "fileSystem.infrequentAccessAfterDays must be 1, 7, 14, 30, 60, 90, 180, 270 or 365, got 31",
    ],
    [{ backup: { vaultLock: "no" } }, 'backup.vaultLock must be "governance" or "compliance" or "none", got "no"'],
    [
      { backup: { dailyRetentionInDays: 34 } },
      "backup.dailyRetentionInDays must be a whole number from 35 to 365, got 34",
    ],
  ])("refuses %j", (data, problem) => {
    expect(problemsOf({ threeTier: { data } })).toEqual([`threeTier.data.${problem}`]);
  });
});
