import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { LocalFunction } from "../../../tools/local-runtime/local-function";

const NEVER = "exports.handler = () => new Promise(() => {});";

describe("LocalFunction", () => {
  const folder = mkdtempSync(join(tmpdir(), "local-function-"));
  const started: LocalFunction[] = [];
  afterAll(async () => {
    await Promise.all(started.map((fn) => fn.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (source: string, timeoutSeconds?: number) => {
    const archive = join(folder, `${started.length}.zip`);
    writeFileSync(archive, zipSync({ "handler.js": strToU8(source) }));
    const limit = timeoutSeconds === undefined ? {} : { timeoutSeconds };
    const fn = new LocalFunction({ name: "it", archive, environment: { A: "1" }, ...limit });
    started.push(fn);
    return fn;
  };

  it("answers what the handler returns, with the function's own environment and no other", async () => {
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

  it("ends a handler that waits longer than its timeout", async () => {
    await expect(start(NEVER, 0.05).invoke({})).rejects.toThrow("Task timed out");
  });

  it("lets a handler answer that is due before its timeout, however late the machine makes both", async () => {
    const due = "new Promise((resolve) => setTimeout(() => resolve('in time'), 50))";
    const busy = "setImmediate(() => { const end = performance.now() + 300; while (performance.now() < end); })";
    expect(await start(`exports.handler = () => { ${busy}; return ${due}; };`, 0.06).invoke({})).toBe("in time");
  });

  it("says at once that its thread has ended: while it is asked, and ever after", async () => {
    const dead = start("exports.handler = () => process.exit(3);");
    await expect(dead.invoke({})).rejects.toThrow("Runtime exited with 3");
    await expect(dead.invoke({})).rejects.toThrow("Runtime exited with 3");
    const broken = start("throw new Error('no TABLE_NAME');");
    await expect(broken.invoke({})).rejects.toThrow("no TABLE_NAME");
  });

  it("leaves no request unanswered when it is closed", async () => {
    const fn = start(NEVER);
    const asked = expect(fn.invoke({})).rejects.toThrow("Runtime exited");
    await fn.close();
    await asked;
  });
});
