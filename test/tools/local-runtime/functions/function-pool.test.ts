import { ExecutionLimit, type ExecutionLimitOptions } from "../../../../tools/local-runtime/functions/execution-limit";
import {
  type FunctionEvent,
  FunctionPool,
  type FunctionPoolOptions,
} from "../../../../tools/local-runtime/functions/function-pool";
import { archiveOf } from "../../../helpers/archives";
import { eventually } from "../../../helpers/eventually";

/** Answers after `event.ms` with a number of its own execution. */
const SLOW = `
  const id = Math.random();
  exports.handler = ({ ms = 0 }) => new Promise((resolve) => setTimeout(() => resolve(id), ms));`;

describe("FunctionPool", () => {
  const started: FunctionPool[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((pool) => pool.close()));
  });

  const poolOf = (source: string, more: Partial<FunctionPoolOptions> = {}, limits?: ExecutionLimitOptions) => {
    const events: FunctionEvent[] = [];
    const pool = new FunctionPool({
      name: "it",
      archive: archiveOf(source),
      handler: "handler.handler",
      environment: {},
      memoryMiB: 128,
      timeoutSeconds: 5,
      reservedConcurrency: 5,
      limit: new ExecutionLimit({ shared: 4, ...limits }),
      onEvent: (event) => events.push(event),
      ...more,
    });
    started.push(pool);
    return { pool, events };
  };

  it("starts an execution for the first request and uses it again", async () => {
    const { pool, events } = poolOf(SLOW);
    const [first, second] = [await pool.invoke({}), await pool.invoke({})];
    expect([first.coldStart, second.coldStart]).toEqual([true, false]);
    expect(second.result).toBe(first.result);
    expect(pool.state).toEqual({ name: "it", executions: 1, busy: 0, limit: 5, coldStarts: 1, throttled: 0 });
    expect(events).toEqual([{ type: "cold-start" }]);
  });

  it("starts an execution for each request at the same time", async () => {
    const { pool } = poolOf(SLOW);
    const invocations = [1, 2, 3].map(() => pool.invoke({ ms: 100 }));
    expect(pool.state).toMatchObject({ executions: 3, busy: 3 });
    const results = await Promise.all(invocations);
    expect(new Set(results.map(({ result }) => result)).size).toBe(3);
    expect(pool.state).toMatchObject({ executions: 3, busy: 0, coldStarts: 3 });
  });

  it.each([0, 1, 2])("throttles requests above a reserved concurrency of %i", async (reservedConcurrency) => {
    const { pool, events } = poolOf(SLOW, { reservedConcurrency });
    const results = await Promise.allSettled([1, 2, 3].map(() => pool.invoke({ ms: 50 })));
    const refused = results.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(3 - reservedConcurrency);
    expect(refused[0]).toMatchObject({ reason: { fault: "throttled", message: "Rate Exceeded." } });
    expect(pool.state.throttled).toBe(3 - reservedConcurrency);
    expect(events.filter(({ type }) => type === "throttled")).toHaveLength(3 - reservedConcurrency);
  });

  describe("replaces an execution", () => {
    const next = "if (!event.bad) return 'fine';";
    it.each([
      [
        "that exits",
        `exports.handler = async (event) => { ${next} process.exit(3); };`,
        "exit",
        /^Runtime exited with 3$/,
      ],
      [
        "that crashes",
        `exports.handler = async (event) => { ${next} setTimeout(() => { throw new Error("no"); }); await new Promise(() => {}); };`,
        "exit",
        /^Error: no$/,
      ],
      [
        "with an unhandled rejection",
        `exports.handler = async (event) => { ${next} Promise.reject(new Error("lost")); await new Promise(() => {}); };`,
        "exit",
        /lost/,
      ],
      [
        "that never answers",
        `exports.handler = async (event) => { ${next} await new Promise(() => {}); };`,
        "timeout",
        /^Task timed out after 0.20 seconds$/,
      ],
      [
        "that blocks its thread",
        `exports.handler = async (event) => { ${next} while (true); };`,
        "timeout",
        /^Task timed out after 0.20 seconds$/,
      ],
    ] as const)("%s", async (_what, source, fault, message) => {
      const { pool, events } = poolOf(source, { timeoutSeconds: 0.2, blockedAfterSeconds: 2 });
      await expect(pool.invoke({ bad: true })).rejects.toMatchObject({
        fault,
        message: expect.stringMatching(message),
      });
      expect(await pool.invoke({})).toEqual({ result: "fine", coldStart: true });
      expect(pool.state).toMatchObject({ executions: 1, busy: 0, coldStarts: 2 });
      expect(events.map(({ type }) => type)).toEqual(["cold-start", fault, "cold-start"]);
    });

    it.each([
      ["its heap", "const all = []; for (;;) all.push(new Array(1000).fill(String(Math.random())));"],
      [
        "its buffers",
        "const all = []; for (;;) { all.push(Buffer.alloc(4e6, 1)); await new Promise((r) => setTimeout(r, 5)); }",
      ],
    ])("that exceeds the memory with %s", async (_what, grow) => {
      const { pool } = poolOf(`exports.handler = async (event) => { ${next} ${grow} };`, {
        memoryMiB: 40,
        timeoutSeconds: 60,
      });
      await expect(pool.invoke({ bad: true })).rejects.toMatchObject({
        fault: "exit",
        message: "Runtime exited with error: signal: killed",
      });
      expect(await pool.invoke({})).toEqual({ result: "fine", coldStart: true });
    });

    it("that ends while it is idle", async () => {
      const { pool } = poolOf("exports.handler = async () => { setTimeout(() => process.exit(), 20); };");
      await pool.invoke({});
      await eventually(() => pool.state.executions === 0 || undefined, "the end of the execution");
      expect((await pool.invoke({})).coldStart).toBe(true);
    });
  });

  it("uses an execution again after an error of the handler", async () => {
    const { pool } = poolOf("exports.handler = async ({ bad }) => { if (bad) throw new Error('why'); };");
    await expect(pool.invoke({ bad: true })).rejects.toMatchObject({ fault: "handler", message: "why" });
    expect((await pool.invoke({})).coldStart).toBe(false);
  });

  it("fails every request of a function that cannot be loaded", async () => {
    const { pool } = poolOf("throw new Error('no TABLE_NAME');");
    for (const _ of [1, 2]) {
      await expect(pool.invoke({})).rejects.toMatchObject({ fault: "exit", message: "Error: no TABLE_NAME" });
    }
    expect(pool.state).toMatchObject({ executions: 0, coldStarts: 2 });
  });

  it("ends idle executions", async () => {
    const { pool } = poolOf(SLOW, { idleMs: 30 });
    await pool.invoke({});
    await eventually(() => pool.state.executions === 0 || undefined, "the end of the idle execution");
    expect((await pool.invoke({})).coldStart).toBe(true);
  });

  it("has log lines of both outputs", async () => {
    const lines: string[] = [];
    const { pool } = poolOf("exports.handler = async () => { console.log('one\\ntwo'); console.error('three'); };", {
      onLog: (line) => lines.push(line),
    });
    await pool.invoke({});
    await eventually(() => lines.length === 3 || undefined, "the lines");
    expect(lines.sort()).toEqual(["one", "three", "two"]);
  });

  it("has other variables after a change, also for executions that were busy", async () => {
    const { pool } = poolOf(
      "exports.handler = ({ ms }) => new Promise((resolve) => setTimeout(() => resolve(process.env.STATUS), ms));",
      { environment: { STATUS: "200" } },
    );
    const busy = pool.invoke({ ms: 100 });
    await pool.invoke({ ms: 1 });
    pool.configure({ STATUS: "503" });
    expect((await busy).result).toBe("200");
    expect(await pool.invoke({ ms: 1 })).toEqual({ result: "503", coldStart: true });
  });

  it("lets invocations finish before it ends", async () => {
    const { pool } = poolOf(SLOW);
    const busy = pool.invoke({ ms: 100 });
    const drained = pool.drain();
    await expect(pool.invoke({})).rejects.toMatchObject({ fault: "throttled" });
    expect((await busy).coldStart).toBe(true);
    await drained;
    expect(pool.state.executions).toBe(0);
  });

  it("fails invocations when it is closed", async () => {
    const { pool } = poolOf(SLOW, {}, { shared: 0 });
    const invocations = [pool.invoke({ ms: 5_000 }), pool.invoke({})].map((one) =>
      expect(one).rejects.toMatchObject({ fault: "exit" }),
    );
    await pool.close();
    await Promise.all(invocations);
  });

  it.each([
    ["no archive", "/nowhere.zip", "handler.handler", /^archive of it must be a zip file, got "\/nowhere.zip"; ENOENT/],
    ["another file", undefined, "index.handler", /^archive of it must contain index.js$/],
  ])("fails with one line for %s", (_what, archive, handler, message) => {
    expect(() => poolOf(SLOW, { handler, ...(archive ? { archive } : {}) })).toThrow(
      expect.objectContaining({ name: "UsageError", message: expect.stringMatching(message) }),
    );
  });

  describe("with the limit of this machine", () => {
    const pair = (limits: ExecutionLimitOptions) => {
      const limit = new ExecutionLimit(limits);
      return [poolOf(SLOW, { limit }).pool, poolOf(SLOW, { limit }).pool] as const;
    };

    it("has one execution per function, and the shared ones", async () => {
      const [one, other] = pair({ shared: 1 });
      const all = [one, one, one, other, other].map((pool) => pool.invoke({ ms: 50 }));
      expect([one.state.executions, other.state.executions]).toEqual([2, 1]);
      await Promise.all(all);
      expect(one.state.executions + other.state.executions).toBe(3);
    });

    it("passes an execution on to the next request of the function", async () => {
      const [one] = pair({ shared: 0 });
      const results = await Promise.all([1, 2, 3].map(() => one.invoke({ ms: 10 })));
      expect(results.map(({ coldStart }) => coldStart)).toEqual([true, false, false]);
    });

    it("ends an idle execution of another function, but not its last", async () => {
      const [one, other] = pair({ shared: 1, movedAfterMs: 0 });
      await Promise.all([one.invoke({ ms: 20 }), one.invoke({ ms: 20 })]);
      expect(one.state.executions).toBe(2);
      await Promise.all([other.invoke({ ms: 20 }), other.invoke({ ms: 20 })]);
      expect([one.state.executions, other.state.executions]).toEqual([1, 2]);
    });

    it("does not end an execution that was used shortly before, however the functions alternate", async () => {
      const [one, other] = pair({ shared: 1, waitMs: 60_000, movedAfterMs: 60_000 });
      for (let round = 0; round < 5; round += 1) {
        for (const pool of [one, other]) {
          await Promise.all([1, 2, 3].map(() => pool.invoke({ ms: 5 })));
        }
      }
      expect([one.state.coldStarts, other.state.coldStarts]).toEqual([2, 1]);
    });

    it("gives a waiting request an execution of another function after it was idle long enough", async () => {
      const [one, other] = pair({ shared: 1, waitMs: 60_000, movedAfterMs: 50 });
      await Promise.all([one.invoke({ ms: 20 }), one.invoke({ ms: 20 })]);
      const blocked = expect(other.invoke({ ms: 4_000 })).rejects.toMatchObject({ fault: "exit" });
      expect((await other.invoke({})).coldStart).toBe(true);
      expect([one.state.executions, other.state.executions]).toEqual([1, 2]);
      await other.close();
      await blocked;
    });

    it("throttles a request that waits for too long", async () => {
      const [one] = pair({ shared: 0, waitMs: 30 });
      const first = one.invoke({ ms: 300 });
      await expect(one.invoke({})).rejects.toMatchObject({
        fault: "throttled",
        message: "this machine had no free execution within 30 ms",
      });
      expect((await first).coldStart).toBe(true);
    });

    it("throttles requests when the queue is full", async () => {
      const [one] = pair({ shared: 0, queue: 1 });
      const accepted = [one.invoke({ ms: 20 }), one.invoke({})];
      await expect(one.invoke({})).rejects.toMatchObject({
        message: "1 requests already wait for an execution on this machine",
      });
      await Promise.all(accepted);
    });

    it("serves a queue of many functions in turn", async () => {
      const limit = new ExecutionLimit({ shared: 2, waitMs: 60_000, movedAfterMs: 0 });
      const pools = [1, 2, 3].map(() => poolOf(SLOW, { limit, reservedConcurrency: 100 }).pool);
      const answers = await Promise.all(
        pools.flatMap((pool) => Array.from({ length: 30 }, () => pool.invoke({ ms: 2 }))),
      );
      expect(answers).toHaveLength(90);
      expect(pools.reduce((sum, { state }) => sum + state.executions, 0)).toBeLessThanOrEqual(5);
    });

    it("describes itself", () => {
      expect(new ExecutionLimit().description).toMatch(/one execution per function and 1 more.*500 requests.*2000 ms/);
    });
  });
});
