import { findProgram, runProgram } from "../../../tools/shared/program";
import { UsageError } from "../../../tools/shared/usage-error";

const node = process.execPath;

describe("runProgram", () => {
  it("returns the exit code and both streams, and reports every line immediately", async () => {
    const lines: string[] = [];
    const script = "console.log('one'); console.error('two'); process.stdout.write('three'); process.exitCode = 3";
    const result = await runProgram(node, ["-e", script], { onLine: (line) => lines.push(line) });
    expect(result).toMatchObject({ code: 3, stdout: "one\nthree", stderr: "two\n" });
    expect(lines.sort()).toEqual(["one", "three", "two"]);
  });

  it("adds its environment variables, and removes undefined ones", async () => {
    const script = "console.log(process.env.ADDED, process.env.PATH === undefined)";
    const { stdout } = await runProgram(node, ["-e", script], { env: { ADDED: "yes", PATH: undefined } });
    expect(stdout).toBe("yes true\n");
  });

  describe("at a program's time limit", () => {
    beforeEach(() => jest.useFakeTimers({ doNotFake: ["nextTick", "performance", "queueMicrotask", "setImmediate"] }));
    afterEach(() => jest.useRealTimers());

    /** Runs a program that never ends. The clock advances when the program is ready, and when it receives SIGTERM. */
    function hanging(onRequest: string) {
      const script = `setInterval(() => {}, 1000); process.on("SIGINT", () => { console.log("asked"); ${onRequest} });
        console.log("ready");`;
      const moves: Readonly<Record<string, number>> = { ready: 200, asked: 10_000 };
      const onLine = (line: string) => jest.advanceTimersByTime(moves[line] ?? 0);
      return runProgram(node, ["-e", script], { timeoutSeconds: 0.2, onLine });
    }

    it("sends SIGTERM, and returns timeout's exit code", async () => {
      expect(await hanging("process.exit(0);")).toMatchObject({ code: 124, stdout: "ready\nasked\n" });
    });

    it("sends SIGKILL ten seconds later", async () => {
      expect(await hanging("")).toMatchObject({ code: 124, stdout: "ready\nasked\n" });
    });
  });

  it("rejects for a program that does not exist", async () => {
    await expect(runProgram("/nowhere/program", [])).rejects.toThrow(
      new UsageError("the program /nowhere/program must exist, got none; check the path", 2),
    );
    await expect(runProgram("no-such-program", [])).rejects.toThrow(
      new UsageError("no-such-program must be on PATH, got none; install it", 2),
    );
  });

  it("ends a program that writes without end", async () => {
    const script = `const text = "x".repeat(65_536); const more = () => process.stdout.write(text, more); more();`;
    await expect(runProgram(node, ["-e", script], { outputMiB: 1 })).rejects.toThrow(
      new UsageError(`${node} must write at most 1 MiB, got more; it was ended`),
    );
  });

  it("rejects for a folder that does not exist", async () => {
    await expect(runProgram(node, ["-e", ""], { cwd: "/nowhere/folder" })).rejects.toThrow(
      `the folder of ${node} must exist, got "/nowhere/folder"`,
    );
  });

  it("writes the input, also to a program that does not read it", async () => {
    expect((await runProgram("cat", [], { input: "text" })).stdout).toBe("text");
    expect((await runProgram(node, ["-e", ""], { input: "x".repeat(1_000_000) })).code).toBe(0);
  });

  it("gives an empty input by default", async () => {
    expect((await runProgram("cat", [])).stdout).toBe("");
  });
});

describe("findProgram", () => {
  it("finds programs on PATH, and returns undefined for others", () => {
    expect(findProgram("sh")).toMatch(/\/sh$/);
    expect(findProgram("no-such-program-here")).toBeUndefined();
  });
});
