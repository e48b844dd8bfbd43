/** Loaded into a process by `--require`: writes a CPU profile of the process until its exit to the file in BENCH_PROFILE. */
const { writeFileSync } = require("node:fs");
const { Session } = require("node:inspector");
const { isMainThread } = require("node:worker_threads");

/** Microseconds between two samples. */
const INTERVAL = 500;

const file = process.env.BENCH_PROFILE;
if (file && isMainThread) {
  delete process.env.BENCH_PROFILE;
  delete process.env.NODE_OPTIONS;
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.setSamplingInterval", { interval: INTERVAL });
  session.post("Profiler.start");
  process.once("exit", () => {
    session.post("Profiler.stop", (error, { profile } = {}) => {
      if (!error) {
        writeFileSync(file, JSON.stringify(profile));
      }
    });
  });
}
