import { auroraProblems } from "../../helpers/aurora-api";
import { problemsOf, sampleEnvironment } from "../../helpers/environments";

describe("copies of backups", () => {
  const ofThreeTier = (copyTo: object) => problemsOf({ threeTier: { data: { backup: { copyTo } } } });

  it("may be in another region, with their own retention", () => {
    const copyTo = { region: "us-west-2", vaultLock: "none", monthlyRetentionInDays: 3650 } as const;
    const { threeTier } = sampleEnvironment({ threeTier: { data: { backup: { copyTo } } } });
    expect(threeTier?.data.backup).toEqual({ copyTo });
    expect(auroraProblems({ data: { backup: { copyTo } } })).toEqual([]);
  });

  it.each([
    [
      { region: "eu-west-1" },
      'region must not be the environment\'s region, got "eu-west-1"; copies are for the loss of that region',
    ],
    [{ region: "Oregon" }, 'region must be an AWS region, e.g. eu-west-1, got "Oregon"'],
    [
      { region: "cn-north-1" },
      'region must be a region of the partition aws, got "cn-north-1"; the stacks do not support the partition aws-cn',
    ],
    [
      { region: "us-west-2", dailyRetentionInDays: 7 },
      "dailyRetentionInDays must be a whole number from 35 to 365, got 7",
    ],
    [
      { region: "us-west-2", account: "1" },
      'account must not be set, because there is no such field, got "1"; check its spelling',
    ],
  ])("refuses %j", (copyTo, problem) => {
    expect(ofThreeTier(copyTo)).toEqual([`threeTier.data.backup.copyTo.${problem}`]);
  });

  it("refuses the region of the relational API's environment", () => {
    expect(auroraProblems({ data: { backup: { copyTo: { region: "eu-west-1" } } } })).toEqual([
      expect.stringContaining("auroraApi.data.backup.copyTo.region must not be the environment's region"),
    ]);
  });

  it("refuses copies without a region, and copies of the table, which has replicas", () => {
    expect(ofThreeTier({})).toEqual([expect.stringContaining("threeTier.data.backup.copyTo.region must be")]);
    const activeActive = { backup: { copyTo: { region: "us-west-2" } } };
    expect(problemsOf({ activeActive })).toContainEqual(
      expect.stringContaining("activeActive.backup.copyTo must not be set, because there is no such field"),
    );
  });
});
