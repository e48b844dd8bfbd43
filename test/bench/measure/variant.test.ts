import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { interleave } from "../../../bench/measure/variant";
import { temporaryFolder } from "../../helpers/temporary-folder";

describe("interleave", () => {
  it("runs the variants alternately, prepares each run, and does not count the first round", async () => {
    const log = join(temporaryFolder(), "log");
    const note = (text: string) => ({
      line: `node -e 'require("node:fs").appendFileSync(process.argv[1], "${text} ")' ${log}`,
      cwd: __dirname,
    });
    const told: string[] = [];

    const samples = await interleave(
      [
        { name: "one", commands: [note("1a"), note("1b")], prepare: () => appendFileSync(log, "prepare ") },
        { name: "two", commands: [note("2")] },
      ],
      2,
      (text) => told.push(text),
    );

    expect(readFileSync(log, "utf8").trim()).toBe("prepare 1a 1b 2 prepare 1a 1b 2 prepare 1a 1b 2");
    expect(samples.map(({ name, usages }) => [name, usages.length])).toEqual([
      ["one", 2],
      ["two", 2],
    ]);
    expect(told).toEqual([
      "warm-up: one",
      "warm-up: two",
      "run 1 of 2: one",
      "run 1 of 2: two",
      "run 2 of 2: one",
      "run 2 of 2: two",
    ]);
  });

  it("counts the first run of a variant that needs no warm-up", async () => {
    const told: string[] = [];
    const command = { line: "node -e 0", cwd: __dirname };

    const [samples] = await interleave([{ name: "one", commands: [command], warmUp: false }], 1, (text) =>
      told.push(text),
    );

    expect(samples?.usages).toHaveLength(1);
    expect(told).toEqual(["run 1 of 1: one"]);
  });
});
