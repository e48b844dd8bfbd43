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

  /** Loads `config/` of the copy with these files. */
  function load(files: Readonly<Record<string, unknown>>): ReturnType<typeof loadEnvironments> {
    for (const [name, environment] of Object.entries(files)) {
      writeFileSync(join(root, "config", name), `export default ${JSON.stringify(environment)};\n`);
    }
    return (require(join(root, "config/schema")) as typeof import("../../../config/schema")).loadEnvironments();
  }

  it("loads every environment of the repository", () => {
    const files = readdirSync(join(REPOSITORY_ROOT, "config")).filter((name) => name.endsWith(".ts"));
    expect(loadEnvironments().map(({ name }) => `${name}.ts`)).toEqual(files.sort());
    expect(files).toContain("dev.ts");
  });

  it("loads every file of the folder, sorted by name", () => {
    const two = sampleInput({ name: "two", accountId: "210987654321" });
    const environments = load({ "two.ts": two, "one.ts": sampleInput({ name: "one" }) });
    expect(environments.map(({ name }) => name)).toEqual(["one", "two"]);
  });

  it("reports the problems of all files together", () => {
    const files = {
      "one.ts": sampleInput({ name: "one", accountId: "1" }),
      "two.ts": sampleInput({ name: "two", colour: 1 }),
    };
    expect(() => load(files)).toThrow(
      [
        "config/one.ts: 1 problem",
        '  accountId must be the 12 digits of an AWS account, as text, got "1"',
        "config/two.ts: 1 problem",
        "  colour must not be set, because there is no such field, got 1; check its spelling",
      ].join("\n"),
    );
  });

  it("refuses an environment whose name is not the name of its file", () => {
    expect(() => load({ "one.ts": sampleInput({ name: "two" }) })).toThrow(
      'config/one.ts: 1 problem\n  name must be the name of the file, "one", got "two"',
    );
  });

  it("rethrows an error that the file throws", () => {
    writeFileSync(join(root, "config/one.ts"), 'throw new Error("no such thing");\n');
    expect(() => load({})).toThrow("no such thing");
  });
});
