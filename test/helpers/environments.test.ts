import { problemsOf, sampleEnvironment, sampleInput } from "./environments";

describe("sampleEnvironment", () => {
  test("is a whole environment with its defaults", () => {
    const { name, threeTier } = sampleEnvironment();
    expect(name).toBe("test");
    expect(threeTier?.network.zones).toHaveLength(3);
    expect(threeTier?.data.mysql.readReplicas).toBe(1);
  });

  test("replaces a field at any depth and keeps its neighbours", () => {
    const { threeTier } = sampleEnvironment({ threeTier: { network: { natGateways: "single" } } });
    expect(threeTier?.network).toMatchObject({ natGateways: "single", vpcCidr: "10.0.0.0/16" });
    expect(threeTier?.network.zones).toHaveLength(3);
  });

  test("takes a list as a whole", () => {
    const { threeTier } = sampleEnvironment({ threeTier: { edge: { cachedPaths: ["/static/*"] } } });
    expect(threeTier?.edge.cachedPaths).toEqual(["/static/*"]);
  });

  test("takes away what is undefined", () => {
    expect(sampleEnvironment({ threeTier: undefined })).not.toHaveProperty("threeTier");
  });

  test("leaves the sample as it is", () => {
    sampleEnvironment({ name: "other", threeTier: { network: { vpcCidr: "10.0.0.0/16" } } });
    expect(sampleInput()).toMatchObject({ name: "test" });
    expect(sampleEnvironment().name).toBe("test");
  });

  test("fails on what the schema refuses", () => {
    expect(() => sampleEnvironment({ name: "Not Kebab" })).toThrow(/^config\/test\.ts: 1 problem\n/);
  });
});

describe("problemsOf", () => {
  test("gives one line a problem, and none for what is right", () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ name: "X", accountId: "1" })).toHaveLength(2);
  });
});
