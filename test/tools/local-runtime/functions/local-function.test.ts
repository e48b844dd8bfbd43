import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { LocalFunction, type LocalFunctionOptions } from "../../../../tools/local-runtime/functions/local-function";
import { closeServer, listenOnLoopback } from "../../../../tools/local-runtime/loopback-server";

const NEVER = "exports.handler = () => new Promise(() => {});";

describe("LocalFunction", () => {
  const folder = mkdtempSync(join(tmpdir(), "local-function-"));
  const started: LocalFunction[] = [];
  afterAll(async () => {
    await Promise.all(started.map((fn) => fn.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (source: string, timeoutSeconds?: number, more: Partial<LocalFunctionOptions> = {}) => {
    const archive = join(folder, `${started.length}.zip`);
    writeFileSync(archive, zipSync({ "handler.js": strToU8(source) }));
    const limit = timeoutSeconds === undefined ? {} : { timeoutSeconds };
    const fn = new LocalFunction({ name: "it", archive, environment: { A: "1" }, ...limit, ...more });
    started.push(fn);
    return fn;
  };

  it("returns the handler's result, with the function's own environment variables only", async () => {
    process.env.LOCAL_FUNCTION_TEST = "seen";
    const fn = start(
      "exports.handler = async (event, context) => [event, context.functionName, process.env.A, process.env.LOCAL_FUNCTION_TEST];",
    );
    expect(await fn.invoke({ x: 1 })).toEqual([{ x: 1 }, "it", "1", undefined]);
    delete process.env.LOCAL_FUNCTION_TEST;
  });

  it.each([
    ["throws", "exports.handler = () => { throw new Error('why'); };"],
    ["rejects", "exports.handler = async () => { throw new Error('why'); };"],
  ])("fails with the message of a handler that %s", async (_what, source) => {
    await expect(start(source).invoke({})).rejects.toThrow(/^why$/);
  });

  it("fails when the handler exceeds its timeout", async () => {
    await expect(start(NEVER, 0.05).invoke({})).rejects.toThrow("Task timed out");
  });

  it("returns a result that is due before the timeout, also on a slow machine", async () => {
    const due = "new Promise((resolve) => setTimeout(() => resolve('in time'), 50))";
    const busy = "setImmediate(() => { const end = performance.now() + 300; while (performance.now() < end); })";
    expect(await start(`exports.handler = () => { ${busy}; return ${due}; };`, 0.06).invoke({})).toBe("in time");
  });

  describe("with time in turns", () => {
    const turns = { time: "turns" } as const;

    it("fails when the handler exceeds its timeout", async () => {
      await expect(start(NEVER, 0.05, turns).invoke({})).rejects.toThrow("Task timed out");
    });

    it("does not end a wait for this thread while this thread is busy", async () => {
      const server = createServer((_request, response) => {
        const end = performance.now() + 300;
        while (performance.now() < end) {}
        response.end("answered");
      });
      const url = await listenOnLoopback(server);
      const source = `exports.handler = () => Promise.race([
        fetch("${url}").then((response) => response.text()),
        new Promise((resolve) => setTimeout(() => resolve("given up"), 150)),
      ]);`;
      expect(await start(source).invoke({})).toBe("given up");
      expect(await start(source, undefined, turns).invoke({})).toBe("answered");
      await closeServer(server);
    });
  });

  it("has a constant date", async () => {
    const fn = start("exports.handler = async () => [Date.now(), new Date().toISOString()];", 1, { now: 1_000 });
    expect(await fn.invoke({})).toEqual([1_000, "1970-01-01T00:00:01.000Z"]);
  });

  it("fails when its thread has ended, during an invocation and in later ones", async () => {
    const dead = start("exports.handler = () => process.exit(3);");
    await expect(dead.invoke({})).rejects.toThrow("Runtime exited with 3");
    await expect(dead.invoke({})).rejects.toThrow("Runtime exited with 3");
    const broken = start("throw new Error('no TABLE_NAME');");
    await expect(broken.invoke({})).rejects.toThrow("no TABLE_NAME");
  });

  it("passes on every line: of the start, of an invocation, and before the end", async () => {
    const lines: string[] = [];
    const source = `console.log("start");
      exports.handler = async () => {
        process.stdout.write(Buffer.from("one\\ntwo\\n"), () => console.log("written"));
        await new Promise((resolve) => setTimeout(resolve, 10));
        setImmediate(() => { console.log("end"); process.exit(0); });
      };`;
    await new Promise<string>((resolve) => {
      const fn = start(source, 1, { onLog: (line) => lines.push(line), onEnd: resolve });
      void fn.invoke({});
    });
    expect(lines).toEqual(["start", "one", "two", "written", "end"]);
  });

  it("fails pending invocations when it is closed", async () => {
    const fn = start(NEVER);
    const asked = expect(fn.invoke({})).rejects.toThrow("Runtime exited");
    await fn.close();
    await asked;
  });
});
