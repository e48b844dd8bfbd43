import { problemsWith } from "../../helpers/whole-environment";

const arn = (kind: string, region: string) => `arn:aws:rds:${region}:123456789012:${kind}:before`;

describe("snapshots of restores", () => {
  it.each([
    ["auroraApi.data.restore", "cluster-snapshot"],
    ["threeTier.data.mysql.restore", "snapshot"],
  ])("are in the region of the environment, in %s", (path, kind) => {
    expect(problemsWith({ [path]: { snapshot: arn(kind, "eu-west-1") } })).toEqual([]);
    expect(problemsWith({ [path]: { snapshot: "before" } })).toEqual([]);
    expect(problemsWith({ [path]: { snapshot: arn(kind, "us-west-2") } })).toEqual([
      `${path}.snapshot must be in eu-west-1, got "${arn(kind, "us-west-2")}"; copy the snapshot to this region first`,
    ]);
  });

  it("are not needed for a point in time", () => {
    expect(problemsWith({ "auroraApi.data.restore": { pointInTime: "latest" } })).toEqual([]);
  });
});

describe("the last generation", () => {
  it.each(["auroraApi.data", "threeTier.data.mysql"])("has no restore, in %s", (path) => {
    expect(problemsWith({ [`${path}.generation`]: 99 })).toEqual([]);
    expect(problemsWith({ [`${path}.generation`]: 98, [`${path}.restore`]: { snapshot: "before" } })).toEqual([]);
    expect(problemsWith({ [`${path}.generation`]: 99, [`${path}.restore`]: { snapshot: "before" } })).toEqual([
      `${path}.generation must be less than 99 with restore, which creates the next generation, got 99`,
    ]);
  });
});
