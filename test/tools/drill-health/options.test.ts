import { healthDrillOptions } from "../../../tools/drill-health/options";
import { activeActive } from "../../helpers/active-active";

const ENVIRONMENTS = [activeActive({}, ["eu-west-1", "us-east-1"])];
const parse = (...args: string[]) => healthDrillOptions(args, ENVIRONMENTS);
const GIVEN = ["--environment", "test", "--region", "eu-west-1"];

describe("healthDrillOptions", () => {
  it("answers with 503 by default, or ends the drill", () => {
    expect(parse(...GIVEN)).toMatchObject({ region: "eu-west-1", status: 503 });
    expect(parse(...GIVEN, "--status", "500").status).toBe(500);
    expect(parse(...GIVEN, "--restore").status).toBeUndefined();
  });

  it.each([
    [
      ["--environment", "test", "--region", "eu-west-2"],
      '--region must be one of eu-west-1, us-east-1, got "eu-west-2"',
    ],
    [[...GIVEN, "--status", "200"], '--status must be a whole number from 400 to 599, got "200"'],
    [[...GIVEN, "--status", "503", "--restore"], '--status must not be given with --restore, got "503"'],
    [["--environment", "prod", "--region", "eu-west-1"], '--environment must be one of test, got "prod"'],
  ])("refuses %j", (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});
