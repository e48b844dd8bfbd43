import { measure } from "../../../bench/measure/usage";
import { UsageError } from "../../../tools/shared/usage-error";

const cwd = __dirname;

/** Uses a number of milliseconds of CPU time. */
const BURN = (milliseconds: number) =>
  `const begun = process.cpuUsage(); let used = 0; while (used < ${milliseconds * 1000}) { const now = process.cpuUsage(begun); used = now.user + now.system; }`;

describe("measure", () => {
  it("counts the CPU time and the peak memory of the process", async () => {
    const hold = "const held = Buffer.alloc(200 * 2 ** 20, 1);";
    const usage = await measure({ line: `node -e '${hold} ${BURN(200)}'`, cwd });

    expect(usage.cpuSeconds).toBeGreaterThanOrEqual(0.2);
    expect(usage.wallSeconds).toBeGreaterThan(0);
    expect(usage.peakMiB).toBeGreaterThan(200);
  });

  it("counts the CPU time of a child, which is not measured by itself", async () => {
    const child = `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(BURN(300))}]);`;
    const clean = 'if (process.env.NODE_OPTIONS || process.env.BENCH_USAGE) throw new Error("inherited");';
    const usage = await measure({ line: `node -e '${clean} ${child}'`, cwd });

    expect(usage.cpuSeconds).toBeGreaterThanOrEqual(process.platform === "linux" ? 0.28 : 0);
  });

  it("runs the command with its environment", async () => {
    const line = "node -e 'process.exitCode = process.env.BENCH_TEST === \"set\" ? 0 : 1'";

    await expect(measure({ line, cwd, env: { BENCH_TEST: "set" } })).resolves.toBeDefined();
  });

  it("fails with the output of a failed command, and exit code 1", async () => {
    const failing = measure({ line: "node -e 'console.error(\"no stack\"); process.exit(3)'", cwd });

    await expect(failing).rejects.toThrow(/must succeed to be measured, got exit code 3: no stack/);
    await expect(failing).rejects.toBeInstanceOf(UsageError);
    await expect(failing).rejects.toHaveProperty("exitCode", 1);
  });
});
