import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { PATIENCE_MS } from "../../helpers/eventually";
import { Sandbox } from "../sandbox";
import { AWS, CLOCK, LIMITS, PING, SLEEP } from "./stand-ins";

export const TABLE = "rtb-0123456789abcdef0";
export const INTERFACE = "eni-0123456789abcdef0";
export const PROPAGATED = "192.168.0.0/16 None active EnableVgwRoutePropagation";
export const ON_VPN = `192.168.0.0/16 ${INTERFACE} active CreateRoute`;

/** The default settings, with fewer rounds to save time. decision.test.ts tests the default thresholds. */
const SETTINGS: Readonly<Record<string, string>> = {
  REGION: "eu-west-1",
  TARGETS: "192.168.0.1,192.168.0.2",
  VPN_TARGETS: "192.168.255.1",
  ROUTES: `${TABLE}:192.168.0.0/16`,
  INTERFACE,
  INTERVAL_MS: "3000",
  UP: "4",
  DWELL_MS: "12000",
  READ_EVERY: "3",
  PUBLISH_EVERY: "3",
};

/** Rounds after which a test fails: a quarter of an hour of the monitor's own clock. */
const MOST_ROUNDS = 300;

/**
 * A host with the real monitor. `ping` and `aws` are replaced, with one file per route table, and the clock advances when the monitor
 * sleeps. The test runs the rounds one by one: between two rounds the monitor waits for the test, on a machine of any speed.
 */
export class MonitoredHost {
  readonly sandbox = new Sandbox();
  /** Named pipes on which the replaced programs wait: for the next round, and for the end of a write. */
  private ticks: number;
  private readonly writeEnds: number;
  /** Number of started rounds. */
  private begun = 0;
  private running = false;
  private child: ChildProcess | undefined;
  private ended: Promise<number | null> = Promise.resolve(null);

  constructor(settings: Readonly<Record<string, string | undefined>> = {}) {
    this.configure(settings);
    this.route(PROPAGATED);
    this.sandbox.write("clock", "1700000000000\n");
    this.sandbox.write("wall-step", "0\n");
    this.sandbox.fake("ping", PING);
    this.sandbox.fake("aws", AWS);
    this.sandbox.fake("sleep", SLEEP);
    this.sandbox.fake("flock", 'exec /usr/bin/flock "$@"');
    appendFileSync(join(this.sandbox.root, "opt/tierra/bin/path-monitor/clock.sh"), CLOCK);
    appendFileSync(join(this.sandbox.root, "opt/tierra/bin/lib.sh"), LIMITS);
    this.ticks = this.pipe("ticks");
    this.writeEnds = this.pipe("write-ends");
  }

  configure(settings: Readonly<Record<string, string | undefined>>): void {
    const lines = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) =>
      value === undefined ? [] : [`TIERRA_PATH_${name}=${value}\n`],
    );
    this.sandbox.write("root/etc/tierra/path-monitor.env", lines.join(""));
  }

  /** Sets the route table: lines of CIDR block, interface, state and origin. */
  route(...lines: readonly string[]): void {
    this.sandbox.write(`table-${TABLE}`, lines.map((line) => `${line}\n`).join(""));
  }

  get table(): string[] {
    return this.read(`table-${TABLE}`).trim().split("\n");
  }

  /** The output of the monitors in order. They write to a file, so that no output is delayed. */
  get output(): string {
    return this.read("output");
  }

  /** Creates or removes a file that changes the replaced programs, e.g. `down-192.168.0.1` or `writes-fail`. */
  set(name: string, on = true): void {
    if (on) {
      appendFileSync(join(this.sandbox.folder, name), "");
    } else {
      rmSync(join(this.sandbox.folder, name), { force: true });
    }
  }

  directConnect(up: boolean): void {
    this.set("down-192.168.0.1", !up);
    this.set("down-192.168.0.2", !up);
  }

  /** Direct Connect loses one of three pings, or none. */
  poor(lossy: boolean): void {
    this.set("poor-192.168.0.1", lossy);
    this.set("poor-192.168.0.2", lossy);
  }

  vpn(up: boolean): void {
    this.set("down-192.168.255.1", !up);
  }

  /** Runs rounds until a write starts. `writes-are-held` prevents the end of the write. */
  async beginWrite(): Promise<void> {
    this.set("writes-are-held");
    this.begin(5);
    await this.untilTrue(() => existsSync(join(this.sandbox.folder, "writing")), "a write");
  }

  endWrite(): void {
    this.set("writes-are-held", false);
    writeSync(this.writeEnds, "\n");
  }

  get environment(): Record<string, string> {
    const { folder, root } = this.sandbox;
    return {
      PATH: `${join(folder, "fakes")}:${process.env.PATH ?? ""}`,
      TIERRA_ROOT: root,
      CALLS: join(folder, "calls"),
      STATE: folder,
      HOSTNAME: "host-1",
      // A slow machine must not end a test.
      TIERRA_LOCK_WAIT: "120",
      ...(existsSync(join(folder, "fakes/systemd-notify")) ? { NOTIFY_SOCKET: "/dev/null" } : {}),
    };
  }

  get program(): string {
    return join(this.sandbox.root, "opt/tierra/bin/path-monitor/monitor.sh");
  }

  start(): void {
    // A new pipe: processes of the previous monitor may still wait on the old one. Before the start, because a monitor that opens
    // the old pipe would wait forever.
    closeSync(this.ticks);
    this.ticks = this.pipe("ticks");
    // The first round starts without the test. Counted before the start, because the round can end at once.
    this.begun = this.played + 1;
    const output = openSync(join(this.sandbox.folder, "output"), "a");
    const child = spawn("bash", [this.program], {
      env: this.environment,
      stdio: ["ignore", output, output],
      detached: true,
    });
    closeSync(output);
    this.running = true;
    this.ended = new Promise((done) => child.on("exit", done));
    child.on("exit", () => {
      this.running = this.child !== child && this.running;
    });
    this.child = child;
  }

  /** Sends a signal to the monitor only, not to its child processes. Returns its exit status. */
  async signal(name: NodeJS.Signals): Promise<number | null> {
    this.child?.kill(name);
    // The signal may have arrived just before the wait that it should end.
    writeSync(this.ticks, "\n");
    return this.ended;
  }

  exit(): Promise<number | null> {
    return this.ended;
  }

  /** Runs rounds until the output contains a text. */
  until(what: string | RegExp): Promise<void> {
    const said = () => (typeof what === "string" ? this.output.includes(what) : what.test(this.output));
    return this.untilRound(said, `${what}`);
  }

  /** Runs rounds until a condition is met, {@link MOST_ROUNDS} at most. */
  async untilRound(met: () => boolean, what: string): Promise<void> {
    await this.rounds(0);
    for (let further = 0; !met(); further += 1) {
      if (further === MOST_ROUNDS) {
        this.fail(what);
      }
      await this.rounds(1);
    }
  }

  /** Runs this many further rounds to their end. */
  async rounds(count: number): Promise<void> {
    this.begin(count);
    await this.untilTrue(() => this.played >= this.begun, "the end of a round");
  }

  /** Waits during a round until a condition is met. */
  async untilTrue(met: () => boolean, what: string): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!met()) {
      if (!this.running || Date.now() > end) {
        this.fail(what);
      }
      await new Promise((done) => setTimeout(done, 5));
    }
  }

  /** Calls of the EC2 API in order: `describe`, `create`, `replace`, `delete`. */
  calls(): string[] {
    return this.sandbox.calls("aws ec2").map((line) => /aws ec2 (\w+)-route/.exec(line)?.[1] ?? line);
  }

  writes(): string[] {
    return this.calls().filter((call) => call !== "describe");
  }

  said(text: string): number {
    return this.output.split(text).length - 1;
  }

  read(path: string): string {
    const file = join(this.sandbox.folder, path);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  private begin(count: number): void {
    this.begun += count;
    writeSync(this.ticks, "\n".repeat(count));
  }

  /** Number of completed rounds. */
  private get played(): number {
    return this.read("rounds").length;
  }

  private fail(what: string): never {
    const { exitCode, signalCode } = this.child ?? {};
    const state = this.running
      ? `${this.played} of ${this.begun} rounds played`
      : `the monitor ended: ${exitCode ?? signalCode}`;
    throw new Error(`never came: ${what} (${state})\n${this.output}\n${this.sandbox.calls().slice(-40).join("\n")}`);
  }

  /** Opens a pipe for reading and writing, because opening it only for writing would wait for a reader. */
  private pipe(name: string): number {
    const path = join(this.sandbox.folder, name);
    rmSync(path, { force: true });
    spawnSync("bash", ["-c", 'mkfifo "$1"', "bash", path]);
    return openSync(path, "r+");
  }

  remove(): Promise<void> {
    closeSync(this.ticks);
    closeSync(this.writeEnds);
    return this.sandbox.remove();
  }
}
