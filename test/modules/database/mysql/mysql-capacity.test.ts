import { connectionLimit } from "../../../../modules/database/mysql/mysql-capacity";

describe("connectionLimit", () => {
  // Memory of the class, in bytes, over 12582880.
  it.each([
    ["db.t4g.micro", 85],
    ["db.t3.small", 170],
    ["db.t4g.medium", 341],
    ["db.m6g.large", 682],
    ["db.m7g.xlarge", 1365],
    ["db.r6i.2xlarge", 5461],
    ["db.r6g.16xlarge", 43690],
  ])("of %s is %d", (instanceClass, limit) => {
    expect(connectionLimit(instanceClass)).toBe(limit);
  });

  it.each(["db.m6g.nano", "m6g.large", "db.z1d.large"])("is not known for %s", (instanceClass) => {
    expect(() => connectionLimit(instanceClass)).toThrow("instanceClass must be of a t, m or r family");
  });
});
