import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LANES } from "../../../tools/ci/suites";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";

const read = (...path: string[]) => readFileSync(join(REPOSITORY_ROOT, ...path), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const suites = LANES.flatMap((lane) => lane.suites);
const commands = suites.map(({ command }) => command.join(" "));

describe("suites", () => {
  it("have unique names and logs", () => {
    const logs = suites.map(({ name }) => name.replaceAll(/[^\w.-]+/g, "-"));
    expect(new Set(logs).size).toBe(suites.length);
  });

  it("run all checks and all kinds of tests", () => {
    const wanted = Object.keys(scripts).filter((name) => name === "check" || name.startsWith("test:"));
    expect(wanted.filter((name) => !commands.some((command) => command.includes(` ${name}`)))).toEqual([]);
    expect(commands).toContain("npm test --silent -- --silent");
  });

  it("run only scripts that exist", () => {
    const named = commands.flatMap((command) => [...command.matchAll(/^npm (?:run --silent )?([\w:-]+)/g)]);
    expect(named.map(([, script = ""]) => script).filter((script) => !(script in scripts))).toEqual([]);
  });

  it("run the quick tests once on each supported release of Node, starting with this machine's", () => {
    const majors = suites.flatMap(({ name }) => /^quick tests, Node (\d+)/.exec(name)?.[1] ?? []);
    expect(majors[0]).toBe(`${process.versions.node.split(".")[0]}`);
    expect([...majors].sort()).toEqual(["20", "22", "24"]);
    expect(read(".github", "workflows", "ci.yml")).toContain("node: [20, 22, 24]");
  });

  it("are in the second lane with low priority if they use an emulated AWS", () => {
    const [front, behind] = LANES;
    expect(front?.niceness).toBe(0);
    expect(behind?.niceness).toBeGreaterThan(0);
    expect(behind?.suites.map(({ name }) => name)).toEqual(["emulated", "plan"]);
  });
});

describe(".ci/run", () => {
  it("sets CI and runs the suites", () => {
    expect(read(".ci", "run")).toMatch(/^export CI=true$/m);
    expect(read(".ci", "run")).toMatch(/^exec node --import tsx tools\/ci\/main\.ts$/m);
  });
});
