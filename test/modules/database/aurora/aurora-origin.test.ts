import { originArguments } from "../../../../modules/database/aurora/aurora-origin";

const origin = { sourceIdentifier: "sample-test-aurora", settled: false };

describe("originArguments", () => {
  it("restores a snapshot", () => {
    expect(originArguments({ ...origin, snapshot: "before-upgrade" }, "eu-west-1")).toEqual({
      snapshotIdentifier: "before-upgrade",
    });
  });

  it.each([
    ["latest", { useLatestRestorableTime: true }],
    ["2026-11-25T08:00:00Z", { restoreToTime: "2026-11-25T08:00:00Z" }],
  ])("restores all data of the point in time %s", (pointInTime, time) => {
    expect(originArguments({ ...origin, pointInTime }, "eu-west-1")).toEqual({
      restoreToPointInTime: { sourceClusterIdentifier: "sample-test-aurora", restoreType: "full-copy", ...time },
    });
  });

  it("ignores later changes of a settled origin, also its removal", () => {
    expect(originArguments({ ...origin, settled: true }, "eu-west-1")).toEqual({
      lifecycle: { ignoreChanges: ["snapshot_identifier", "restore_to_point_in_time"] },
    });
  });

  it("refuses a snapshot of another region", () => {
    const snapshot = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:before-upgrade";
    expect(() => originArguments({ ...origin, snapshot }, "eu-west-1")).toThrow(
      "restore.snapshot must be in eu-west-1, got",
    );
  });
});
