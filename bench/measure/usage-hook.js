/**
 * Loaded into the measured process by NODE_OPTIONS: writes the resource usage of the process to the file in BENCH_USAGE. The first
 * Node process of the command removes both variables, so that child processes count as its children.
 */
const { readFileSync, writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

/** Microseconds of a clock tick of /proc: USER_HZ is 100 on every platform of Linux that Node supports. */
const TICK = 10_000;

const file = process.env.BENCH_USAGE;
if (file && isMainThread) {
  delete process.env.BENCH_USAGE;
  delete process.env.NODE_OPTIONS;
  process.once("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const cpuSeconds = (userCPUTime + systemCPUTime + childMicroseconds()) / 1e6;
    writeFileSync(file, JSON.stringify({ cpuSeconds, peakMiB: maxRSS / 1024 }));
  });
}

/** CPU time of the children that have ended, from `cutime` and `cstime` of proc(5). 0 on systems without /proc. */
function childMicroseconds() {
  try {
    const stat = readFileSync("/proc/self/stat", "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[13]) + Number(fields[14])) * TICK;
  } catch {
    return 0;
  }
}
