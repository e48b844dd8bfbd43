import {
  type NamedKind,
  nameProblem,
  physicalName,
  stateBucketName,
  stateKeyAlias,
} from "../../../modules/shared/names";

const scope = { project: "project-x", environment: "prod" };

describe("physicalName", () => {
  it("joins project, environment and component", () => {
    expect(physicalName(scope, "mysql")).toBe("project-x-prod-mysql");
  });

  it.each<[NamedKind, number]>([
    ["load-balancer", 32],
    ["target-group", 32],
    ["rds-instance", 63],
    ["s3-bucket", 63],
    ["backup-vault", 50],
    ["launch-template", 128],
    ["auto-scaling-group", 255],
    ["security-group", 255],
    ["iam-role", 64],
    ["lambda-function", 64],
    ["generic", 128],
  ])("gives a %s at most %i characters", (kind, limit) => {
    const fitting = "c".repeat(limit - "project-x-prod-".length);
    expect(physicalName(scope, fitting, kind)).toHaveLength(limit);
    expect(() => physicalName(scope, `${fitting}c`, kind)).toThrow(
      `name of the ${kind} must be at most ${limit} characters, got "project-x-prod-c`,
    );
    expect(() => physicalName(scope, `${fitting}c`, kind)).toThrow("; shorten the project or the environment");
  });
});

describe("physicalName of several kinds", () => {
  it("gives a name that every kind allows", () => {
    const component = "c".repeat(49);
    expect(physicalName(scope, component, "auto-scaling-group", "iam-role")).toHaveLength(64);
    expect(() => physicalName(scope, component, "auto-scaling-group", "s3-bucket")).toThrow(
      "name of the s3-bucket must be at most 63 characters",
    );
  });
});

describe("nameProblem", () => {
  it("gives the name that does not fit and its limit", () => {
    const component = "c".repeat(18);
    expect(nameProblem(scope, component, "target-group")).toEqual({ name: `project-x-prod-${component}`, limit: 32 });
  });

  it("gives nothing where the name fits", () => {
    expect(nameProblem(scope, "c".repeat(17), "target-group")).toBeUndefined();
  });
});

describe("names of the state", () => {
  it("carries the account in the bucket's name, which is global to AWS", () => {
    expect(stateBucketName(scope, "123456789012")).toBe("project-x-prod-state-123456789012");
  });

  it("is an alias of the key", () => {
    expect(stateKeyAlias(scope)).toBe("alias/project-x-prod-state");
  });
});
