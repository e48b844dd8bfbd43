import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manyEnvironments, manyRegions, REGION_LIST } from "../../../bench/scale/configuration";
import { parseEnvironment } from "../../../config/schema";
import { checkEnvironments } from "../../../config/schema/environments";

const ROOT = join(__dirname, "..", "..", "..");

/** The export of an environment file's text. */
function exported(text: string | undefined): unknown {
  const literal = /EnvironmentInput = (\{[\s\S]*\});\n\nexport default/.exec(text ?? "")?.[1];
  return new Function(`return (${literal});`)();
}

const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");

describe("manyEnvironments", () => {
  const originals = Object.fromEntries(["config/dev.ts", "config/prod.ts"].map((path) => [path, textOf(path)]));

  it("copies environments, which differ in what two environments cannot share", () => {
    const copies = Object.entries(manyEnvironments(originals, 3));

    expect(copies.map(([path]) => path).slice(0, 3)).toEqual([
      "config/dev000.ts",
      "config/prod000.ts",
      "config/dev001.ts",
    ]);
    const environments = copies.map(([path, text]) => parseEnvironment(exported(text), path));
    expect(environments.map(({ name }) => name).slice(0, 3)).toEqual(["dev000", "prod000", "dev001"]);
    expect(() => checkEnvironments(environments)).not.toThrow();
  });

  it("keeps everything else", () => {
    const [path, text] = Object.entries(manyEnvironments(originals, 1))[0] ?? ["", ""];
    const { threeTier } = parseEnvironment(exported(text), path);
    expect(threeTier).toEqual(parseEnvironment(exported(originals["config/dev.ts"]), "config/dev.ts").threeTier);
  });

  it("fails if the environment's name is not a literal", () => {
    expect(() => manyEnvironments({ "config/dev.ts": "export default named();" }, 1)).toThrow(
      'config/dev.ts must contain its name as name: "dev",',
    );
  });
});

describe("manyRegions", () => {
  afterEach(() => jest.dontMock("../../../config/schema/fields/regions"));

  it.each([2, 100])("creates a valid environment with %d different regions, and the list of them", (count) => {
    const { [REGION_LIST]: list = "", "config/scale.ts": text } = manyRegions(count, textOf(REGION_LIST));
    const REGIONS = JSON.parse(/\[[\s\S]*\]/.exec(list.slice(list.indexOf("= ")))?.[0].replace(/,\s*\]/, "]") ?? "[]");
    jest.doMock("../../../config/schema/fields/regions", () => ({ REGIONS }));
    let names: readonly string[] = [];
    jest.isolateModules(() => {
      const { parseEnvironment: parse } = require("../../../config/schema") as typeof import("../../../config/schema");
      names = parse(exported(text), "config/scale.ts").activeActive?.regions.map(({ name }) => name) ?? [];
    });

    expect(new Set(names).size).toBe(count);
    expect(REGIONS).toContain("eu-west-1");
  });
});
