import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironments } from "../../../config/schema";
import { REPOSITORY_ROOT, SCRATCH } from "../../../tools/shared/repository";
import { sampleInput } from "../../helpers/environments";

describe("loadEnvironments", () => {
  let root: string;

  beforeEach(() => {
    mkdirSync(SCRATCH, { recursive: true });
    // Inside the repository, where the copied schema finds its packages.
    root = mkdtempSync(join(SCRATCH, "environments-"));
    for (const folder of ["config/schema", "modules/shared"]) {
      cpSync(join(REPOSITORY_ROOT, folder), join(root, folder), { recursive: true });
    }
  });

  afterEach(() => rmSync(root, { recursive: true }));

  /** Loads `config/` of the copy, which holds these files. */
  function load(files: Readonly<Record<string, unknown>>): ReturnType<typeof loadEnvironments> {
    for (const [name, environment] of Object.entries(files)) {
      writeFileSync(join(root, "config", name), `export default ${JSON.stringify(environment)};\n`);
    }
    return (require(join(root, "config/schema")) as typeof import("../../../config/schema")).loadEnvironments();
  }

  test("reads every environment that the repository ships", () => {
    const files = readdirSync(join(REPOSITORY_ROOT, "config")).filter((name) => name.endsWith(".ts"));
    expect(loadEnvironments().map(({ name }) => `${name}.ts`)).toEqual(files.sort());
    expect(files).toContain("dev.ts");
  });

  test("reads every file beside the schema, in the order of the names", () => {
    const environments = load({ "two.ts": sampleInput({ name: "two" }), "one.ts": sampleInput({ name: "one" }) });
    expect(environments.map(({ name }) => name)).toEqual(["one", "two"]);
  });

  test("tells the problems of two files in one report", () => {
    const files = {
      "one.ts": sampleInput({ name: "one", accountId: "1" }),
      "two.ts": sampleInput({ name: "two", colour: 1 }),
    };
    expect(() => load(files)).toThrow(
      [
        "config/one.ts: 1 problem",
        '  accountId must be the 12 digits of an AWS account, as text, got "1"',
        "config/two.ts: 1 problem",
        "  colour must not be there: no such field, got 1; check its spelling",
      ].join("\n"),
    );
  });

  test("refuses an environment that is not named like its file", () => {
    expect(() => load({ "one.ts": sampleInput({ name: "two" }) })).toThrow(
      'config/one.ts: 1 problem\n  name must be the file\'s, "one", got "two"',
    );
  });

  test("lets an error of the file itself through: it is no problem of its values", () => {
    writeFileSync(join(root, "config/one.ts"), 'throw new Error("no such thing");\n');
    expect(() => load({})).toThrow("no such thing");
  });
});
