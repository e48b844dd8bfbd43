import { environmentWithDatabase } from "../../../tools/database-shell/environment";
import { shellOptions } from "../../../tools/database-shell/options";
import { auroraEnvironment } from "../../helpers/aurora-api";

const options = (line: string) => shellOptions(line.split(" "));
const AURORA = "--environment dev --role reader";
const THREE_TIER = `${AURORA} --architecture three-tier`;

describe("the options of database:shell", () => {
  it("lead to Aurora through the VPN by default", () => {
    expect(options(AURORA)).toEqual({
      environment: "dev",
      architecture: "aurora-api",
      role: "reader",
      through: "vpn",
      instance: undefined,
      assume: false,
      print: false,
    });
  });

  it("lead to the three-tier database through a bastion by default", () => {
    expect(options(THREE_TIER)).toMatchObject({ through: "session-manager", instance: undefined });
  });

  it("accept an instance for Session Manager", () => {
    const instance = "i-0123456789abcdef0";
    expect(options(`${AURORA} --through session-manager --instance ${instance}`)).toMatchObject({ instance });
    expect(options(`${THREE_TIER} --instance m${instance}`)).toMatchObject({ instance: `m${instance}` });
  });

  it.each([
    [
      "--environment dev --role root",
      '--role must be one of reader, migrator with --architecture aurora-api, got "root"',
    ],
    [
      "--environment dev --role migrator --architecture three-tier",
      '--role must be one of reader, application, master with --architecture three-tier, got "migrator"',
    ],
    [`${AURORA} --architecture x`, '--architecture must be one of aurora-api, three-tier, got "x"'],
    [
      `${AURORA} --through ssh`,
      '--through must be one of vpn, session-manager with --architecture aurora-api, got "ssh"',
    ],
    [`${THREE_TIER} --through vpn`, '--through must be session-manager with --architecture three-tier, got "vpn"'],
    [`${AURORA} --through session-manager`, "--instance must be given, got nothing; aurora-api has no bastion"],
    [`${AURORA} --instance i-00000001`, "--instance must be used with --through session-manager, got --through vpn"],
    [`${THREE_TIER} --instance bastion`, "--instance must be the ID of an instance, such as i-0123456789abcdef0"],
    [`${THREE_TIER} --print`, "--print must be used with --through vpn, got --through session-manager"],
    [`${THREE_TIER} --assume`, "--assume must be used with --architecture aurora-api, got three-tier"],
    [`${AURORA} --assume --print`, "--assume must be used without --print, got both"],
  ])("refuse %s", (line, message) => {
    expect(() => options(line)).toThrow(message);
  });
});

describe("the environment of a shell", () => {
  const environment = auroraEnvironment();

  it("has the architecture", () => {
    expect(environmentWithDatabase([environment], "test", "aurora-api")).toBe(environment);
    expect(() => environmentWithDatabase([environment], "prod", "aurora-api")).toThrow(
      "--environment must be one of test",
    );
  });

  it("must exist", () => {
    expect(() => environmentWithDatabase([environment], "test", "three-tier")).toThrow(
      "threeTier must be configured in at least 1 environment, got none; see docs/three-tier.md",
    );
    expect(() => environmentWithDatabase([], "test", "aurora-api")).toThrow(
      "auroraApi must be configured in at least 1 environment",
    );
  });
});
