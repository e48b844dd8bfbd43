import { healthDrillOptions } from "../../../tools/drill-health/options";
import { activeActive } from "../../helpers/active-active";

const ENVIRONMENTS = [activeActive({}, ["eu-west-1", "us-east-1"])];
/** Reads the arguments, with the environment and the region unless they are given. */
const parse = (...args: string[]) => {
  const environment = args.includes("--environment") ? [] : ["--environment", "test"];
  const region = args.includes("--region") ? [] : ["--region", "eu-west-1"];
  return healthDrillOptions([...environment, ...region, ...args], ENVIRONMENTS);
};

describe("healthDrillOptions", () => {
  it("answers with 503 by default, or ends the drill", () => {
    expect(parse()).toMatchObject({ region: "eu-west-1", status: 503 });
    expect(parse("--status", "500").status).toBe(500);
    expect(parse("--restore").status).toBeUndefined();
  });

  it.each([
    [["--region", "eu-west-2"], '--region must be one of eu-west-1, us-east-1, got "eu-west-2"'],
    [["--status", "200"], '--status must be a whole number from 400 to 599, got "200"'],
    [["--status", "503", "--restore"], '--status must not be given with --restore, got "503"'],
    [["--environment", "prod"], '--environment must be one of test, got "prod"'],
  ])("refuses %j", (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});
