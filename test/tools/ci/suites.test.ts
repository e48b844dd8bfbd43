import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LANES } from "../../../tools/ci/suites";
import { runProgram } from "../../../tools/shared/program";
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

  it("run the quick tests on every supported release of Node, this machine's first, each once", () => {
    const majors = suites.flatMap(({ name }) => /^quick-node-(\d+)/.exec(name)?.[1] ?? []);
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
  it("refuses to run twice at once in one folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ci-run-"));
    try {
      mkdirSync(join(folder, ".ci"));
      mkdirSync(join(folder, ".build"));
      copyFileSync(join(REPOSITORY_ROOT, ".ci", "run"), join(folder, ".ci", "run"));
      const second = 'exec 8>"$1/.build/ci.lock"; flock 8; exec bash "$1/.ci/run" 8>&8';
      const { code, stdout, stderr } = await runProgram("bash", ["-euc", second, "bash", folder]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain("another run of .ci/run must have ended in this folder");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("sets CI itself and runs the suites", () => {
    expect(read(".ci", "run")).toMatch(/^export CI=true$/m);
    expect(read(".ci", "run")).toMatch(/^exec node --import tsx tools\/ci\/main\.ts$/m);
  });
});
