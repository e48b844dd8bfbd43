import { transformSync } from "esbuild";
import { type Environment, parseEnvironment } from "../../../config/schema";
import { checkEnvironments } from "../../../config/schema/environments";
import { checkAgainstSchema } from "../../../tools/new/check-against-schema";
import { environmentFile } from "../../../tools/new/environment-file";
import { ARCHITECTURES, checkDistinct, environmentRequest } from "../../../tools/new/environment-request";
import { sampleEnvironment } from "../../helpers/environments";

const ANSWERS = { account: "333333333333", region: "eu-west-2", architectures: ARCHITECTURES.join(",") };

/** The environment that the schema parses from the written file. */
function written(name: string, answers: typeof ANSWERS, existing: readonly Environment[] = []): Environment {
  const { path, text } = environmentFile(environmentRequest(name, answers), existing);
  expect(path).toBe(`config/${name}.ts`);
  const module: { exports: { default?: unknown } } = { exports: {} };
  new Function("module", transformSync(text, { loader: "ts", format: "cjs" }).code)(module);
  return parseEnvironment(module.exports.default, path);
}

function blocksOf({ threeTier, auroraApi, activeActive }: Environment): string[] {
  return [
    ...[threeTier, auroraApi].flatMap((section) => (section ? [section.network.vpcCidr] : [])),
    ...(activeActive?.regions ?? []).map(({ vpcCidr }) => vpcCidr),
  ].map((block) => block?.split(".").slice(0, 2).join(".") ?? "none");
}

describe("environmentFile", () => {
  it.each(["eu-west-2", "us-east-1", "eu-west-1", "ap-southeast-2"])(
    "writes an environment in %s that the schema accepts",
    (region) => {
      const environment = written("staging", { ...ANSWERS, region });
      expect(environment).toMatchObject({ name: "staging", accountId: "333333333333", region });
      expect(environment.activeActive?.regions.map(({ name }) => name)[0]).toBe(region);
      expect(new Set(environment.activeActive?.regions.map(({ name }) => name)).size).toBe(2);
    },
  );

  it("allocates a separate /16 block for every VPC, also with existing environments", () => {
    const first = written("staging", ANSWERS, [sampleEnvironment()]);
    const second = written("load-test", { ...ANSWERS, account: "444444444444" }, [sampleEnvironment(), first]);
    const blocks = [...blocksOf(sampleEnvironment()), ...blocksOf(first), ...blocksOf(second)];
    expect(blocks).toHaveLength(9);
    expect(new Set(blocks).size).toBe(9);
  });

  it("writes an environment that fits beside another one of the account", () => {
    const first = written("staging", ANSWERS);
    const second = written("load-test", { ...ANSWERS, architectures: "active-active,aurora-api" }, [first]);
    expect(second.activeActive?.table.name).toBe("load-test-items");
    expect(() => checkEnvironments([first, second])).not.toThrow();
  });

  it("refuses a second three-tier application of the project in the account and region", () => {
    expect(() => written("load-test", ANSWERS, [written("staging", ANSWERS)])).toThrow(
      '--account must be another account than staging\'s for three-tier in eu-west-2, got "333333333333"; ' +
        "EFS allows one file system of a project there, so use another account or region",
    );
  });

  it("uses the project of the existing environments", () => {
    expect(written("staging", ANSWERS, [sampleEnvironment({ project: "shop" })]).project).toBe("shop");
  });

  it.each(ARCHITECTURES)("writes only %s", (architecture) => {
    const sections = { "three-tier": "threeTier", "active-active": "activeActive", "aurora-api": "auroraApi" } as const;
    const environment = written("staging", { ...ANSWERS, architectures: architecture });
    for (const [name, section] of Object.entries(sections)) {
      expect(environment[section] !== undefined).toBe(name === architecture);
    }
  });

  it("fails if no block is free", () => {
    const full = sampleEnvironment({ threeTier: { network: { vpcCidr: "10.0.0.0/16" } } });
    const everything = { ...full, tags: { all: "10.0.0.0/8" } };
    expect(() => written("staging", ANSWERS, [everything])).toThrow("10.0.0.0/8 must have a free /16 block");
  });
});

describe("environmentRequest", () => {
  it.each<readonly [string | undefined, Partial<typeof ANSWERS>, string]>([
    [undefined, {}, "the environment's name must be in kebab case, e.g. staging, got nothing"],
    ["Staging", {}, 'the environment\'s name must be in kebab case, e.g. staging, got "Staging"'],
    ["../dev", {}, 'got "../dev"'],
    ["schema", {}, 'the environment\'s name must not be schema or a word of JavaScript, got "schema"'],
    ["class", {}, 'got "class"'],
    ["await", {}, 'got "await"'],
    ...["undefined", "require", "exports", "module", "arguments", "eval", "let", "static", "yield", "default"].map(
      (word) => [word, {}, `must not be schema or a word of JavaScript, got "${word}"`] as const,
    ),
    ["index", {}, 'must not be index, which Node reads in place of its folder, got "index"'],
    ...["con", "prn", "aux", "nul", "com1", "lpt9"].map(
      (word) => [word, {}, `must not be the name of a device on Windows, got "${word}"`] as const,
    ),
    ["a\nb", {}, 'in kebab case, e.g. staging, got "a\\nb"'],
    ["dev-", {}, 'got "dev-"'],
    ["staging", { account: "123456789012\n" }, 'got "123456789012\\n"'],
    ["staging", { region: "eu-west-1 " }, 'got "eu-west-1 "'],
    ["staging", { account: "12345" }, '--account must be an AWS account id of 12 digits, got "12345"'],
    ["staging", { region: "us-gov-west-1" }, '--region must be an AWS region, e.g. eu-west-1, got "us-gov-west-1"'],
    ["staging", { region: "ireland" }, '--region must be an AWS region, e.g. eu-west-1, got "ireland"'],
    [
      "staging",
      { architectures: "three-teir" },
      '--architectures must contain only three-tier, active-active, aurora-api, got "three-teir"',
    ],
    [
      "staging",
      { architectures: "" },
      '--architectures must contain only three-tier, active-active, aurora-api, got ""',
    ],
    ["staging", { architectures: "local-zone" }, "docs/local-zone.md describes the section localZone"],
  ])("refuses %j with %j", (name, answers, message) => {
    expect(() => environmentRequest(name, { ...ANSWERS, ...answers })).toThrow(message);
  });
});

describe("checkDistinct", () => {
  it.each([
    ["dev-three-tier", "dev"],
    ["dev-state", "dev"],
    ["dev-local-zone-x", "dev"],
    ["dev", "dev-aurora-api"],
    ["a-b", "a-b-active-active-c"],
  ])("refuses %s with the environment %s", (name, other) => {
    expect(() => checkDistinct(name, ["prod", other])).toThrow(
      /^the environment's name must not be confused with \S+, the \S+ of \S+, got "[a-z-]+" with the environment /,
    );
  });

  it.each([
    ["dev-two", "dev"],
    ["dev-three", "dev"],
    ["development", "dev"],
    ["dev-states", "dev"],
    ["three-tier-dev", "dev"],
  ])("accepts %s with the environment %s", (name, other) => {
    expect(() => checkDistinct(name, [other])).not.toThrow();
  });
});

describe("checkAgainstSchema", () => {
  it("accepts a file that the schema accepts", () => {
    expect(() => checkAgainstSchema(environmentFile(environmentRequest("staging", ANSWERS), []))).not.toThrow();
  });

  it("reports the problems of the schema, and that no file was written", () => {
    const file = environmentFile(environmentRequest("x".repeat(60), ANSWERS), []);
    expect(() => checkAgainstSchema(file)).toThrow(/^config\/x+\.ts: \d+ problems\n[\s\S]*\nno file was written$/);
  });
});
