import { clusterOrigin, instanceOrigin } from "../../../modules/database/database-origin";

const origin = { sourceIdentifier: "sample-test" };
const lifecycle = { ignoreChanges: ["snapshot_identifier", "restore_to_point_in_time"] };
const TIME = "2026-11-25T08:00:00Z";

describe.each([
  [
    "clusterOrigin",
    clusterOrigin,
    { sourceClusterIdentifier: "sample-test", restoreType: "full-copy" },
    "restoreToTime",
  ],
  ["instanceOrigin", instanceOrigin, { sourceDbInstanceIdentifier: "sample-test" }, "restoreTime"],
] as const)("%s", (_name, argumentsOf, source, field) => {
  it("restores a snapshot", () => {
    expect(argumentsOf({ ...origin, snapshot: "before-upgrade" }, "eu-west-1")).toEqual({
      snapshotIdentifier: "before-upgrade",
      lifecycle,
    });
  });

  it("restores the latest point in time", () => {
    expect(argumentsOf({ ...origin, pointInTime: "latest" }, "eu-west-1")).toEqual({
      restoreToPointInTime: { ...source, useLatestRestorableTime: true },
      lifecycle,
    });
  });

  it("restores another point in time", () => {
    expect(argumentsOf({ ...origin, pointInTime: TIME }, "eu-west-1")).toEqual({
      restoreToPointInTime: { ...source, [field]: TIME },
      lifecycle,
    });
  });

  it("ignores later changes of the origin, also its removal", () => {
    expect(argumentsOf(origin, "eu-west-1")).toEqual({ lifecycle });
  });

  it("refuses a snapshot of another region", () => {
    const snapshot = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:before-upgrade";
    expect(() => argumentsOf({ ...origin, snapshot }, "eu-west-1")).toThrow(
      "restore.snapshot must be in eu-west-1, got",
    );
  });
});
