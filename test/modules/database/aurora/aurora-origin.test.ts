import { originArguments } from "../../../../modules/database/aurora/aurora-origin";

const origin = { sourceIdentifier: "sample-test-aurora" };
const lifecycle = { ignoreChanges: ["snapshot_identifier", "restore_to_point_in_time"] };

describe("originArguments", () => {
  it("restores a snapshot", () => {
    expect(originArguments({ ...origin, snapshot: "before-upgrade" }, "eu-west-1")).toEqual({
      snapshotIdentifier: "before-upgrade",
      lifecycle,
    });
  });

  it.each([
    ["latest", { useLatestRestorableTime: true }],
    ["2026-11-25T08:00:00Z", { restoreToTime: "2026-11-25T08:00:00Z" }],
  ])("restores all data of the point in time %s", (pointInTime, time) => {
    expect(originArguments({ ...origin, pointInTime }, "eu-west-1")).toEqual({
      restoreToPointInTime: { sourceClusterIdentifier: "sample-test-aurora", restoreType: "full-copy", ...time },
      lifecycle,
    });
  });

  it("ignores later changes of the origin, also its removal", () => {
    expect(originArguments(origin, "eu-west-1")).toEqual({ lifecycle });
  });

  it("refuses a snapshot of another region", () => {
    const snapshot = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:before-upgrade";
    expect(() => originArguments({ ...origin, snapshot }, "eu-west-1")).toThrow(
      "restore.snapshot must be in eu-west-1, got",
    );
  });
});
