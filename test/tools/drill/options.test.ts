import dev from "../../../config/dev";
import { type EnvironmentInput, parseEnvironment } from "../../../config/schema";
import { drillOptions } from "../../../tools/drill/options";
import { readToken } from "../../../tools/drill/token";

const environment = (change: object = {}) => {
  const activeActive = { ...dev.activeActive, ...change } as EnvironmentInput["activeActive"];
  return parseEnvironment({ ...dev, activeActive } as EnvironmentInput, "config/dev.ts");
};
const REQUIRED = ["--environment", "dev", "--region", "eu-west-1"];
const ROLE = "arn:aws:iam::111111111111:role/fis";

describe("drillOptions", () => {
  it("runs the scenario region on AWS by default", () => {
    expect(drillOptions(REQUIRED, [environment()])).toMatchObject({
      region: "eu-west-1",
      scenario: "region",
      local: false,
      rate: 10,
      holdSeconds: 30,
      yes: false,
      restoreOnly: false,
    });
  });

  it("needs no region to end earlier drills", () => {
    const { region, restoreOnly } = drillOptions(["--environment", "dev", "--restore"], [environment()]);
    expect([region, restoreOnly]).toEqual([undefined, true]);
  });

  it.each([
    [["--rate", "51"], '--rate must be a whole number from 1 to 50, got "51"'],
    [["--hold", "0"], '--hold must be a whole number from 1 to 300, got "0"'],
    [["--fis-role", "fis"], '--fis-role must be the ARN of a role, got "fis"'],
    [
      ["--fis-role", ROLE, "--local"],
      "--fis-role must not be given with --local, got both; the local runtime needs no role",
    ],
  ])("refuses %j", (args, message) => {
    expect(() => drillOptions([...REQUIRED, ...args], [environment()])).toThrow(new Error(message));
  });

  it("refuses regions without requests, and backends that cannot switch", () => {
    const [first, second] = dev.activeActive?.regions ?? [];
    const drained = environment({ regions: [first, { ...second, state: "drained" }] });
    expect(() => drillOptions(REQUIRED, [drained])).toThrow(
      '--environment must have two active regions, got "dev" with eu-west-1; activate another region first',
    );
    const { domain: _, ...rest } = dev.activeActive ?? {};
    const nameless = parseEnvironment({ ...dev, activeActive: rest } as EnvironmentInput, "config/dev.ts");
    expect(() => drillOptions(REQUIRED, [nameless])).toThrow(
      '--environment must name a backend with a domain, got "dev" without one',
    );
    const third = { ...second, name: "eu-south-1", vpcCidr: "10.18.0.0/24", state: "drained" };
    const zones = [
      { name: "eu-south-1a", privateCidr: "10.18.0.0/26" },
      { name: "eu-south-1b", privateCidr: "10.18.0.64/26" },
    ];
    const three = environment({ regions: [first, second, { ...third, zones }] });
    expect(() => drillOptions(["--environment", "dev", "--region", "eu-south-1"], [three])).toThrow(
      '--region must be one of eu-west-1, eu-central-1, got "eu-south-1", which is drained',
    );
  });
});

describe("readToken", () => {
  it("reads the environment variable", () => {
    expect(readToken(undefined, { DRILL_TOKEN: " a.b.c\n" })).toBe("a.b.c");
  });

  it("needs a token, and does not print a wrong one", () => {
    expect(() => readToken(undefined, {})).toThrow(
      "a token must be given for this environment (auth: jwt), got nothing",
    );
    expect(() => readToken(undefined, { DRILL_TOKEN: "secret" })).toThrow(
      "the token must be a JWT, got 6 characters without its form <header>.<payload>.<signature>",
    );
  });
});
