import { findProgram, runProgram } from "../../../tools/shared/program";

const node = process.execPath;

describe("runProgram", () => {
  test("gives the exit code and both streams, and shows every line as it comes", async () => {
    const lines: string[] = [];
    const script = "console.log('one'); console.error('two'); process.stdout.write('three'); process.exitCode = 3";
    const result = await runProgram(node, ["-e", script], { onLine: (line) => lines.push(line) });
    expect(result).toMatchObject({ code: 3, stdout: "one\nthree", stderr: "two\n" });
    expect(lines.sort()).toEqual(["one", "three", "two"]);
  });

  test("lays its environment over the present one and removes what is undefined", async () => {
    const script = "console.log(process.env.ADDED, process.env.PATH === undefined)";
    const { stdout } = await runProgram(node, ["-e", script], { env: { ADDED: "yes", PATH: undefined } });
    expect(stdout).toBe("yes true\n");
  });

  test("ends a program that hangs, with timeout's exit code", async () => {
    const { code, seconds } = await runProgram(node, ["-e", "setTimeout(() => {}, 60_000)"], { timeoutSeconds: 0.2 });
    expect(code).toBe(124);
    expect(seconds).toBeLessThan(10);
  });

  test("rejects for a program that does not exist", async () => {
    await expect(runProgram("/nowhere/program", [])).rejects.toThrow("ENOENT");
  });
});

describe("findProgram", () => {
  test("finds programs on PATH, and undefined for others", () => {
    expect(findProgram("sh")).toMatch(/\/sh$/);
    expect(findProgram("no-such-program-here")).toBeUndefined();
  });
});
