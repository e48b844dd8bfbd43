import { problemsOf, sampleEnvironment, sampleInput } from "./environments";

describe("sampleEnvironment", () => {
  it("is a complete environment with its defaults", () => {
    const { name, tags, threeTier } = sampleEnvironment();
    expect(name).toBe("test");
    expect(tags).toEqual({});
    expect(threeTier?.network.zones).toHaveLength(3);
  });

  it("replaces a field at any depth and keeps the other fields", () => {
    const { threeTier } = sampleEnvironment({ threeTier: { network: { natGateways: "single" } } });
    expect(threeTier?.network).toMatchObject({ natGateways: "single", vpcCidr: "10.0.0.0/16" });
    expect(threeTier?.network.zones).toHaveLength(3);
  });

  it("replaces a list as a whole", () => {
    const { threeTier } = sampleEnvironment({ threeTier: { edge: { cachedPaths: ["/static/*"] } } });
    expect(threeTier?.edge.cachedPaths).toEqual(["/static/*"]);
  });

  it("removes a field that is undefined", () => {
    expect(sampleEnvironment({ threeTier: undefined })).not.toHaveProperty("threeTier");
  });

  it("does not change the sample", () => {
    sampleEnvironment({ name: "other", threeTier: { network: { vpcCidr: "10.0.0.0/16" } } });
    expect(sampleInput()).toMatchObject({ name: "test" });
    expect(sampleEnvironment().name).toBe("test");
  });

  it("fails when the schema refuses the environment", () => {
    expect(() => sampleEnvironment({ name: "Not Kebab" })).toThrow(/^config\/test\.ts: 1 problem\n/);
  });
});

describe("problemsOf", () => {
  it("returns one line per problem, and none for a valid environment", () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ name: "X", accountId: "1" })).toHaveLength(2);
  });
});
