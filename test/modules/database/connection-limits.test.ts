import { auroraConnectionLimit, mysqlConnectionLimit } from "../../../modules/database/connection-limits";

describe("mysqlConnectionLimit", () => {
  // Memory of the class in bytes, divided by 12582880.
  it.each([
    ["db.t4g.micro", 85],
    ["db.t3.small", 170],
    ["db.t4g.medium", 341],
    ["db.m6g.large", 682],
    ["db.m7g.xlarge", 1365],
    ["db.r6i.2xlarge", 5461],
    ["db.r6g.16xlarge", 43690],
    ["db.c6gd.medium", 170],
    ["db.z1d.large", 1365],
    ["db.x1.32xlarge", 166571],
    ["db.x2iedn.xlarge", 10922],
  ])("of %s is %d", (instanceClass, limit) => {
    expect(mysqlConnectionLimit(instanceClass)).toBe(limit);
  });

  it.each(["db.m6g.nano", "m6g.large", "db.q1.large"])("fails for %s", (instanceClass) => {
    expect(() => mysqlConnectionLimit(instanceClass)).toThrow("instanceClass must be of a known family");
  });
});

describe("auroraConnectionLimit", () => {
  it.each([
    [1, 90],
    [3.5, 90],
    [4, 135],
    [16, 2000],
    [100, 4000],
    [256, 6000],
  ])("of %d ACU is %d", (acu, connections) => {
    expect(auroraConnectionLimit(acu)).toBe(connections);
  });

  it("fails below 1 ACU", () => {
    expect(() => auroraConnectionLimit(0.5)).toThrow("maxAcu must be at least 1, got 0.5");
  });
});
