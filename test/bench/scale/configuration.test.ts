import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manyEnvironments, manyRegions } from "../../../bench/scale/configuration";
import { parseEnvironment } from "../../../config/schema";

const ROOT = join(__dirname, "..", "..", "..");

/** The export of an environment file's text. */
function exported(text: string | undefined): unknown {
  const literal = /EnvironmentInput = (\{[\s\S]*\});\n\nexport default/.exec(text ?? "")?.[1];
  return new Function(`return (${literal});`)();
}

describe("manyEnvironments", () => {
  const path = "config/dev.ts";
  const text = readFileSync(join(ROOT, path), "utf8");

  it("copies an environment with unique names", () => {
    const copies = manyEnvironments({ [path]: text }, 2);

    expect(Object.keys(copies)).toEqual(["config/dev000.ts", "config/dev001.ts"]);
    expect(parseEnvironment(exported(copies["config/dev001.ts"]), "config/dev001.ts")).toEqual({
      ...parseEnvironment(exported(text), path),
      name: "dev001",
    });
  });

  it("fails if the environment's name is not a literal", () => {
    expect(() => manyEnvironments({ [path]: "export default named();" }, 1)).toThrow(
      'config/dev.ts must contain its name as name: "dev",',
    );
  });
});

describe("manyRegions", () => {
  it.each([2, 100])("creates a valid environment with %d different regions", (count) => {
    const environment = parseEnvironment(exported(manyRegions(count)["config/scale.ts"]), "config/scale.ts");
    const names = environment.activeActive?.regions.map(({ name }) => name) ?? [];

    expect(new Set(names).size).toBe(count);
  });
});
