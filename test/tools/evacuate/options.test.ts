import { evacuateOptions } from "../../../tools/evacuate/options";

const REQUIRED = ["--environment", "dev", "--region", "eu-west-1"];

describe("evacuateOptions", () => {
  it("evacuates by default, with checks, and waits for 300 s", () => {
    expect(evacuateOptions(REQUIRED)).toEqual({
      environment: "dev",
      region: "eu-west-1",
      undo: false,
      unchecked: false,
      waitSeconds: 300,
    });
  });

  it("reads the other options", () => {
    expect(evacuateOptions([...REQUIRED, "--undo", "--unchecked", "--wait", "0"])).toMatchObject({
      undo: true,
      unchecked: true,
      waitSeconds: 0,
    });
  });

  it.each([
    [["--environment", "dev"], /^--region must be given, got nothing; usage: npm run evacuate --/],
    [[...REQUIRED, "--wait", "soon"], '--wait must be a whole number from 0 to 3600, got "soon"'],
    [[...REQUIRED, "--force"], /^Unknown option '--force'; usage/],
  ])("refuses %j", (args, message) => {
    expect(() => evacuateOptions(args)).toThrow(message);
  });
});
