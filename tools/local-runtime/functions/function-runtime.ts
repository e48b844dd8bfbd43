/**
 * Program of a function's thread. It loads one bundle like Lambda's runtime, and replies to messages with the handler's result. The
 * timeout starts when the handler first waits. Of two timers in one thread, the one that is due first always ends first. With
 * `fakeTimers`, the path of the library, only messages advance the timers. With `memoryBytes`, the thread ends when its heap and
 * its buffers exceed that size. Node itself only limits the heap.
 */
export const RUNTIME = `
const { parentPort, workerData } = require("node:worker_threads");
const { Module } = require("node:module");
const { getHeapStatistics } = require("node:v8");
const { setImmediate: turn, setInterval: repeat, clearInterval: stop } = globalThis;
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
function checkMemory() {
  const { used_heap_size: heap, external_memory: buffers } = getHeapStatistics();
  if (heap + buffers > workerData.memoryBytes) {
    throw Object.assign(new Error("memory limit reached"), { code: "ERR_WORKER_OUT_OF_MEMORY" });
  }
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
  let timedOut = false;
  const watch = workerData.memoryBytes && repeat(checkMemory, 50);
  try {
    const answer = bundle.exports[workerData.entry](event, context);
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => { timedOut = true; reject(new Error("Task timed out")); }, workerData.timeoutMs);
    });
    parentPort.postMessage({ id, result: await Promise.race([answer, limit]) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error && error.message), timedOut });
  } finally {
    clearTimeout(timer);
    stop(watch);
  }
});
`;
