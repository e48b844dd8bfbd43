import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { isFailed, Report } from "../../../tools/ci/report";
import { runLanes } from "../../../tools/ci/run-lanes";
import type { Lane, Suite, SuiteResult } from "../../../tools/ci/suite";

const SUMMARY = "echo '2 passed, 0 failed, 1 skipped'";

describe("runLanes", () => {
  let folder: string;
  let interruption: AbortController;
  let written: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lanes-"));
    interruption = new AbortController();
    written = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function suite(name: string, script: string, other: Partial<Suite> = {}): Suite {
    return { name, command: ["bash", "-euc", script], counts: "summary", limitMinutes: 5, ...other };
  }

  const lane = (suites: readonly Suite[], other: Partial<Lane> = {}): Lane => ({
    niceness: 0,
    sessionNiceness: 0,
    atOnce: 1,
    suites,
    ...other,
  });

  async function run(...lanes: readonly Lane[]): Promise<SuiteResult[]> {
    const report = new Report((text) => written.push(text));
    const logs = join(folder, "logs");
    const results = await runLanes(lanes, { cwd: folder, logs, report, interrupted: interruption.signal });
    report.finish(results);
    return results;
  }

  /** Waits until a file exists, for up to 20 s. */
  const until = (file: string) => `for i in $(seq 200); do test -e ${file} && break; sleep 0.1; done; test -e ${file}`;

  it("runs lanes in parallel, and prints the complete log of each suite without interruption", async () => {
    // Each suite waits for the other in the middle of its log, so that in sequence neither would end.
    const front = suite("front", `echo one; touch a; ${until("b")}; echo two >&2; ${SUMMARY}`);
    const behind = suite("behind", `echo three; touch b; ${until("a")}; echo four; ${SUMMARY}`);
    const results = await run(lane([front]), lane([behind]));
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const text = written.join("");
    expect(text).toContain("\n=== front: log\none\ntwo\n2 passed, 0 failed, 1 skipped\n=== front: ok after 0.0 min\n");
    expect(text).toContain(
      "\n=== behind: log\nthree\nfour\n2 passed, 0 failed, 1 skipped\n=== behind: ok after 0.0 min\n",
    );
  });

  it("runs the suites of a lane in order, up to the allowed number in parallel", async () => {
    const first = suite("first", `test ! -e second; ${SUMMARY}`);
    const second = suite("second", `touch second; ${SUMMARY}`);
    expect((await run(lane([first, second]))).map(({ code }) => code)).toEqual([0, 0]);
  });

  it("runs all suites if one fails, reports every exit code, and ends with the totals", async () => {
    const failing = suite("failing", "echo '4 passed, 3 failed, 0 skipped'; exit 7");
    const missing = suite("missing", "", { command: ["no-such-program-here"], counts: "exit-code" });
    const last = suite("last", SUMMARY);
    const results = await run(lane([failing, missing, last]));
    expect(results.map(({ suite: name, code }) => [name, code])).toEqual([
      ["failing", 7],
      ["missing", 127],
      ["last", 0],
    ]);
    expect(results.map(isFailed)).toEqual([true, true, false]);
    const text = written.join("");
    expect(text).toMatch(/^suite +passed +failed +skipped +minutes +ended$/m);
    expect(text).toMatch(/^failing +4 +3 +0 +0\.0 +exit code 7$/m);
    expect(text).toMatch(/^last +2 +0 +1 +0\.0 +ok$/m);
    expect(text).toContain(`\nfailed: failing, log in ${join(folder, "logs", "failing.log")}\n`);
    expect(text.endsWith(" min\n6 passed, 4 failed, 1 skipped\n")).toBe(true);
  });

  it("writes to the log why a suite could not be started", async () => {
    const [result] = await run(lane([suite("lost", SUMMARY, { env: { PATH: "/nonexistent" } })]));
    expect(result?.code).toBe(127);
    expect(written.join("")).toContain(
      "=== lost: log\nbash was not started: nice must be on the PATH; install coreutils\n",
    );
  });

  it("shows and counts a log of more than one piece, whole and with its letters", async () => {
    const script = `head -c 1048575 /dev/zero | tr '\\0' a; echo 'é'; head -c 1500000 /dev/zero | tr '\\0' b; echo; ${SUMMARY}`;
    const [result] = await run(lane([suite("long", script)]));
    expect(result).toMatchObject({ code: 0, passed: 2, failed: 0, skipped: 1 });
    const log = `${"a".repeat(1_048_575)}é\n${"b".repeat(1_500_000)}\n2 passed, 0 failed, 1 skipped\n`;
    expect(written.join("").includes(`=== long: log\n${log}=== long: ok`)).toBe(true);
  });

  it("keeps running when a suite removes its own log, and takes that suite for failed", async () => {
    const removing = suite("removing", `rm logs/removing.log; ${SUMMARY}`);
    const results = await run(lane([removing, suite("next", SUMMARY)]));
    expect(results.map(isFailed)).toEqual([true, false]);
  });

  it("ends a suite at its time limit, with everything that it started", async () => {
    // The child ignores SIGTERM, too.
    const script = `trap '' TERM; sleep 300 & echo $! > child; echo started; wait`;
    const [result] = await run(lane([suite("hanging", script, { limitMinutes: 0.02 })]));
    expect(result).toMatchObject({ code: 124, passed: 0, failed: 1 });
    await expect(hasEnded(Number(readFileSync(join(folder, "child"), "utf8")))).resolves.toBe(true);
    expect(written.join("")).toMatch(/^hanging .* time limit$/m);
  });

  it("ends processes that a suite leaves running", async () => {
    const [result] = await run(lane([suite("leaving", `sleep 300 & echo $! > child; ${SUMMARY}`)]));
    expect(result?.code).toBe(0);
    await expect(hasEnded(Number(readFileSync(join(folder, "child"), "utf8")))).resolves.toBe(true);
  });

  it("lowers the priority of a suite's other sessions and ends them, even without their parents", async () => {
    // Runs in a separate session, which only /proc shows, until its priority is lowered or 20 s have passed.
    const inSession = `echo $$ > child; for i in $(seq 200); do grep -q 'nice 3' /proc/$$/autogroup && break; sleep 0.1; done
      cp /proc/$$/autogroup seen; exec sleep 300`;
    const script = `(setsid bash -c "$INNER" & sleep 6) & ${until("seen")}; sleep 0.2; ${SUMMARY}`;
    const [result] = await run(
      lane([suite("sessions", script, { env: { INNER: inSession } })], { niceness: 7, sessionNiceness: 3 }),
    );
    expect(result?.code).toBe(0);
    await expect(hasEnded(Number(readFileSync(join(folder, "child"), "utf8")))).resolves.toBe(true);
    if (existsSync("/proc/self/autogroup")) {
      expect(readFileSync(join(folder, "seen"), "utf8")).toMatch(/ nice 3$/m);
    }
  });

  it("runs a suite with the niceness of its lane and its environment variables", async () => {
    // The driver sets the niceness of the session after the script has started.
    const settled = "for i in $(seq 200); do grep -q 'nice 3' /proc/$$/autogroup && break; sleep 0.1; done";
    const script = `nice > nice; echo "$ADDED" > added
      if [ -e /proc/$$/autogroup ]; then ${settled}; cp /proc/$$/autogroup autogroup; fi; ${SUMMARY}`;
    await run(lane([suite("nice", script, { env: { ADDED: "yes" } })], { niceness: 7, sessionNiceness: 3 }));
    const read = (file: string) => readFileSync(join(folder, file), "utf8").trim();
    // In addition to the niceness of this run.
    expect(read("nice")).toBe(String(Math.min(19, getPriority() + 7)));
    expect(read("added")).toBe("yes");
    if (existsSync("/proc/self/autogroup")) {
      expect(read("autogroup")).toMatch(/ nice 3$/);
    }
  });

  it("ends running suites and starts no others after an interrupt", async () => {
    const running = suite("running", "touch started; sleep 300");
    const waiting = suite("waiting", "touch never");
    mkdirSync(join(folder, "logs"));
    writeFileSync(join(folder, "logs", "waiting.log"), "of an earlier run\n");
    const results = run(lane([running, waiting]));
    while (!existsSync(join(folder, "started"))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    interruption.abort();
    expect((await results).map(({ code }) => code)).toEqual([143, 143]);
    expect(existsSync(join(folder, "never"))).toBe(false);
    expect(written.join("")).not.toContain("of an earlier run");
    expect(written.at(-1)).toBe("0 passed, 2 failed, 0 skipped\n");
  });
});

describe("Report", () => {
  it("lists the running suites at intervals", async () => {
    const written: string[] = [];
    const report = new Report((text) => written.push(text), 0.0005);
    report.begin({ name: "slow", command: ["true"], counts: "exit-code", limitMinutes: 3 });
    while (written.length < 3) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    report.finish([]);
    expect(written[0]).toBe("0.0 min slow: started, limit 3 min\n");
    expect(written[1]).toBe("0.0 min running: slow for 0.0 min\n");
    expect(written.at(-1)).toBe("0 passed, 0 failed, 0 skipped\n");
  });
});

/** Waits until a process has ended. A process whose parent has not read its status is a zombie, state Z in proc(5). */
async function hasEnded(pid: number): Promise<true> {
  while (existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/.test(statusOf(pid))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return `${pid} (gone) Z`;
  }
}
