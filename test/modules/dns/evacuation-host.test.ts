import fc from "fast-check";
import { evacuationHost } from "../../../modules/dns/evacuation-host";
import { REGIONS } from "../../helpers/active-active";

describe("evacuationHost", () => {
  it("is the next region, and the first for the last one", () => {
    const regions = ["eu-west-1", "us-east-1", "us-west-2"];
    expect(regions.map((region) => evacuationHost(regions, region))).toEqual(["us-east-1", "us-west-2", "eu-west-1"]);
  });

  it("is another region, and each region hosts one other", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...REGIONS], { minLength: 2 }), (regions) => {
        const hosts = regions.map((region) => evacuationHost(regions, region));
        expect(hosts.filter((host, index) => host === regions[index])).toEqual([]);
        expect([...hosts].sort()).toEqual([...regions].sort());
      }),
    );
  });

  it("fails for one region, and for an unknown one", () => {
    expect(() => evacuationHost(["eu-west-1"], "eu-west-1")).toThrow("regions must hold at least 2 regions");
    expect(() => evacuationHost(["eu-west-1", "us-east-1"], "us-west-2")).toThrow(
      'region must be one of eu-west-1, us-east-1, got "us-west-2"',
    );
  });
});
