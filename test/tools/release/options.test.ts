import { releaseOptions } from "../../../tools/release/options";
import { activeActive } from "../../helpers/active-active";
import { sampleEnvironment } from "../../helpers/environments";

const ENVIRONMENTS = [activeActive({}, ["eu-west-1", "us-east-1"]), { ...sampleEnvironment(), name: "other" }];
const parse = (...args: string[]) => {
  const named = args.includes("--environment") ? args : ["--environment", "test", ...args];
  return releaseOptions(named, ENVIRONMENTS);
};

describe("releaseOptions", () => {
  it("releases all regions in their order, by 10 % and 50 %, 5 minutes each", () => {
    expect(parse()).toMatchObject({
      regions: ["eu-west-1", "us-east-1"],
      steps: [10, 50],
      minutes: 5,
      rollback: false,
    });
  });

  it("leaves removed regions out, which have no functions", () => {
    const { activeActive: config, ...rest } = activeActive({}, ["eu-west-1", "us-east-1", "us-west-2"]);
    const regions = (config?.regions ?? []).map((region, index) =>
      index === 1 ? { ...region, state: "removed" as const } : region,
    );
    const environment = { ...rest, activeActive: config && { ...config, regions } };
    const { regions: released } = releaseOptions(["--environment", "test"], [environment]);
    expect(released).toEqual(["eu-west-1", "us-west-2"]);
  });

  it("refuses an environment without the backend", () => {
    expect(() => releaseOptions(["--environment", "other"], ENVIRONMENTS)).toThrow(
      '--environment must be one of test, got "other"',
    );
  });

  it("takes one region, other steps and a rollback", () => {
    expect(parse("--region", "us-east-1", "--steps", "1", "--minutes", "30", "--rollback")).toMatchObject({
      regions: ["us-east-1"],
      steps: [1],
      minutes: 30,
      rollback: true,
    });
  });

  it.each([
    [["--region", "eu-west-2"], '--region must be one of eu-west-1, us-east-1, got "eu-west-2"'],
    [["--steps", "50,10"], '--steps must be ascending percentages from 1 to 99, e.g. 10,50, got "50,10"'],
    [["--steps", "10,100"], "--steps must be ascending percentages"],
    [["--steps", "ten"], "--steps must be ascending percentages"],
    [["--minutes", "0"], "--minutes must be a whole number from 1 to 1440"],
    [["--force"], "Unknown option '--force'; usage: npm run release -- --environment <name>"],
  ])("refuses %j", (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });

  it("refuses an environment without an active-active backend", () => {
    expect(() => releaseOptions(["--environment", "other"], ENVIRONMENTS)).toThrow(
      '--environment must be one of test, got "other"',
    );
  });

  it("leaves out removed regions, which have no functions", () => {
    const { activeActive: section, ...environment } = activeActive({}, ["eu-west-1", "us-east-1", "eu-central-1"]);
    const regions = section?.regions.map((one, index) => (index === 2 ? { ...one, state: "removed" as const } : one));
    const environments = [{ ...environment, activeActive: section && { ...section, regions: regions ?? [] } }];
    expect(releaseOptions(["--environment", "test"], environments).regions).toEqual(["eu-west-1", "us-east-1"]);
  });
});
