/**
 * Program of a function's thread. It loads one bundle like Lambda's runtime, and replies to messages with the handler's result. The
 * timeout starts when the handler first waits. Of two timers in one thread, the one that is due first always ends first. With
 * `fakeTimers`, the path of the library, only messages advance the timers.
 */
export const RUNTIME = `
const { parentPort, workerData } = require("node:worker_threads");
const { Module } = require("node:module");
const { setImmediate: turn } = globalThis;
let clock;
if (workerData.fakeTimers) {
  const toFake = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"];
  clock = require(workerData.fakeTimers).install({ toFake });
}
if (workerData.now !== undefined) {
  const { Date: Machine } = globalThis;
  globalThis.Date = class Date extends Machine {
    constructor(...args) { super(...(args.length > 0 ? args : [workerData.now])); }
    static now() { return workerData.now; }
  };
}
const bundle = new Module("/var/task/" + workerData.file);
bundle._compile(workerData.source, bundle.id);
parentPort.on("message", async ({ id, pass, event, context }) => {
  if (pass !== undefined) {
    await clock.tickAsync(pass);
    turn(() => parentPort.postMessage({ id }));
    return;
  }
  let timer;
  try {
    const answer = bundle.exports[workerData.entry](event, context);
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("Task timed out")), workerData.timeoutMs);
    });
    parentPort.postMessage({ id, result: await Promise.race([answer, limit]) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error && error.message) });
  } finally {
    clearTimeout(timer);
  }
});
`;
