import { deployedRegions } from "../../../tools/shared/environment";
import { activeActive, activeActiveInput } from "../../helpers/active-active";
import { sampleEnvironment } from "../../helpers/environments";

describe("deployedRegions", () => {
  const { regions } = activeActiveInput(["eu-west-1", "us-east-1", "us-west-2"]);
  const environment = activeActive({
    regions: regions.map((region, index) => ({
      ...region,
      ...(index === 1 ? { state: "drained" } : {}),
      ...(index === 2 ? { state: "removed", deletionProtection: false } : {}),
    })),
  });

  it("leaves out removed regions, which have no resources", () => {
    expect(deployedRegions(environment)).toEqual(["eu-west-1", "us-east-1"]);
    expect(deployedRegions(environment, "us-east-1")).toEqual(["us-east-1"]);
    expect(deployedRegions(sampleEnvironment())).toEqual([]);
  });

  it.each([
    ["us-west-2", 'got "us-west-2", which is removed'],
    ["eu-north-1", 'got "eu-north-1"'],
    ["a\nb", 'got "a\\nb"'],
  ])("refuses %j", (name, got) => {
    expect(() => deployedRegions(environment, name)).toThrow(
      new Error(`--region must be one of eu-west-1, us-east-1, ${got}`),
    );
  });
});
