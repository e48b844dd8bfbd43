import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../../..");
const INTERFACE = "eni-0123456789abcdef0";
const TABLE = "rtb-0123456789abcdef0";

const REPLACEMENT = "eni-0fedcba9876543210";

/** Every other setting has its default. */
const SETTINGS = {
  NAME: "lab",
  REGION: "eu-central-1",
  TARGETS: "192.168.1.2,192.168.1.10,192.168.1.11",
  VPN_TARGETS: "192.168.255.1",
  ROUTES: `${TABLE}:192.168.0.0/16`,
  HOLD_PARAMETER: "/lab/hold",
  STACK_PARAMETER: "/lab/stack",
};

export type MonitorKind = "ours" | "original";

/** Which of ten pings of one flow are lost, spread evenly, so that chance decides no comparison. 100 % loses all. */
const LOST: Readonly<Record<number, string>> = {
  30: "numgen inc mod 10 { 0, 3, 6 }",
  67: "numgen inc mod 3 { 0, 1 }",
};

/** Routers, hosts and their traffic are other machines in reality: this machine's other work must not delay them. */
const PRIORITY = ["-n", "-10"];

let count = 0;

/** One laboratory: the network of `topology.sh`, an emulated EC2 route table and one monitor. */
export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), "tierra-local-zone-"));
  readonly kind: MonitorKind;
  said = "";
  /** Number of monitor rounds at each change of Direct Connect, alternately down and up. */
  private readonly troubles: number[] = [];
  private readonly heard: { readonly at: number; readonly text: string }[] = [];
  private readonly prefix = `tlz${process.pid % 100_000}${String.fromCharCode(97 + count++)}`;
  private supervisor: ChildProcess | undefined;
  private monitor: ChildProcess | undefined;

  /** Configuration of FRR by router, e.g. of a second Direct Connect session on `r3`. */
  private readonly routers: Readonly<Record<string, string>>;

  /** Adds files to the folder of the laboratory before its start. */
  private readonly prepare: ((folder: string) => void) | undefined;

  constructor(
    kind: MonitorKind,
    options: { routers?: Readonly<Record<string, string>>; prepare?: (folder: string) => void } = {},
  ) {
    this.kind = kind;
    this.routers = options.routers ?? {};
    this.prepare = options.prepare;
  }

  /** Writes a file of the laboratory, in JSON unless it is text. */
  write(path: string, content: string | object): void {
    writeFileSync(join(this.folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }

  /** The appliance's log. */
  get applianceLog(): string {
    return readFileSync(join(this.folder, "appl/appliance.sh.log"), "utf8");
  }

  /** Waits until the appliance's log has a text. */
  async applianceSays(text: string): Promise<void> {
    await until(
      text,
      300,
      () => this.applianceLog.includes(text),
      () => this.applianceLog.slice(-2000),
    );
  }

  /** Makes the VPN router read its keys again: the pre-shared ones given here, and the files in `router`. */
  async routerKeys(...keys: readonly string[]): Promise<void> {
    this.write("router-keys", `${keys.join("\n")}\n`);
    await until("the router's keys", 300, () => !existsSync(join(this.folder, "router-keys")));
  }

  /** Starts the network. Returns the seconds until pings work on both paths. */
  async start(): Promise<number> {
    const started = Date.now();
    writeFileSync(join(this.folder, "psk"), randomBytes(24).toString("hex"), { mode: 0o600 });
    mkdirSync(join(this.folder, "ec2"));
    mkdirSync(join(this.folder, "secret"));
    this.write("secret/one", { psk: readFileSync(join(this.folder, "psk"), "utf8") });
    this.write("secret/labels", { one: ["AWSCURRENT"] });
    this.prepare?.(this.folder);
    for (const [router, configuration] of Object.entries(this.routers)) {
      writeFileSync(join(this.folder, `frr-${router}.conf`), configuration);
    }
    this.reset();
    const supervisor = spawn("nice", [...PRIORITY, "bash", join(__dirname, "topology.sh"), this.prefix, this.folder], {
      stdio: ["pipe", "ignore", "pipe"],
      detached: true,
    });
    let complaints = "";
    supervisor.stderr.on("data", (text) => (complaints += text));
    this.supervisor = supervisor;
    const up = () => this.pings("util", "192.168.1.10") && this.pings("util", "192.168.255.1");
    const context = () => `${complaints}${this.logs()}`;
    await until("both paths are up", 300, up, context, () => supervisor.exitCode !== null);
    return (Date.now() - started) / 1000;
  }

  /** Ends the supervisor's input, so that it removes the network. */
  async stop(): Promise<void> {
    this.stopMonitor();
    const { supervisor } = this;
    this.supervisor = undefined;
    // A supervisor that has ended has removed the network, and emits no further exit event.
    if (supervisor && supervisor.exitCode === null && supervisor.signalCode === null) {
      const ended = new Promise((done) => supervisor.on("exit", done));
      supervisor.stdin?.end();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Namespaces of this laboratory that still exist. */
  left(): string[] {
    return run("ip", ["netns", "list"])
      .split("\n")
      .filter((line) => line.startsWith(`${this.prefix}-`));
  }

  startMonitor(): void {
    const arguments_ =
      this.kind === "ours"
        ? [join(REPOSITORY, "userdata/path-monitor/monitor.sh")]
        : [join(__dirname, "baseline/monitor.sh"), "192.168.1.10", TABLE, "192.168.0.0/16", this.interface];
    const child = spawn("nice", [...PRIORITY, "ip", "netns", "exec", `${this.prefix}-util`, "bash", ...arguments_], {
      env: {
        PATH: `${join(__dirname, "stand-ins")}:${process.env.PATH ?? ""}`,
        DIR: this.folder,
        TIERRA_ROOT: join(this.folder, "host"),
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => this.hear(`${text}`));
    }
    this.monitor = child;
    this.hear(`== ${this.kind} started\n`);
  }

  private get interface(): string {
    return readFileSync(join(this.folder, "ec2/interface"), "utf8");
  }

  /** Replaces the appliance's interface, as Terraform does: also in the monitor's settings, with a new monitor. */
  replaceInterface(): void {
    this.stopMonitor();
    writeFileSync(join(this.folder, "ec2/interface"), REPLACEMENT);
    this.writeSettings();
    this.startMonitor();
  }

  /** Deletes the appliance's interface. */
  deleteInterface(): void {
    writeFileSync(join(this.folder, "ec2/interface"), "none");
  }

  /** Removes what the monitor keeps on its host until the next boot. */
  forgetHost(): void {
    rmSync(join(this.folder, "host/run"), { recursive: true, force: true });
  }

  /** Removes the static routes, as an operator or a script might. */
  removeRoutes(): void {
    writeFileSync(join(this.folder, "ec2/table"), "");
  }

  /** Lets router 1 advertise further prefixes over Direct Connect. */
  advertise(...prefixes: readonly string[]): void {
    writeFileSync(join(this.folder, "r1/prefixes"), prefixes.join("\n"));
  }

  /** Whether Direct Connect propagates a prefix. */
  propagates(prefix: string): boolean {
    const file = join(this.folder, "ec2/propagated");
    return existsSync(file) && readFileSync(file, "utf8").includes(`${prefix} `);
  }

  /** Ends the monitor with SIGTERM, and waits for its end. */
  async terminateMonitor(): Promise<void> {
    const { monitor } = this;
    if (monitor && monitor.exitCode === null) {
      const ended = new Promise((done) => monitor.on("exit", done));
      monitor.kill("SIGTERM");
      await ended;
    }
    this.monitor = undefined;
  }

  private hear(text: string): void {
    this.said += text;
    this.heard.push({ at: Date.now(), text });
  }

  /** Time of the monitor's first output with a text since a time. Both in milliseconds since the epoch. */
  saidAt(text: string, since: number): number | undefined {
    return this.heard.find((it) => it.at >= since && it.text.includes(text))?.at;
  }

  /** Kills only the monitor, like a crash. Its running API call continues. */
  killMonitor(): void {
    this.monitor?.kill("SIGKILL");
    this.monitor = undefined;
  }

  stopMonitor(): void {
    const { monitor } = this;
    this.monitor = undefined;
    if (monitor?.pid !== undefined && monitor.exitCode === null) {
      try {
        process.kill(-monitor.pid, "SIGKILL");
      } catch {
        // The monitor has already ended.
      }
    }
  }

  /** Removes the static route and clears the log. */
  reset(): void {
    writeFileSync(join(this.folder, "ec2/table"), "");
    writeFileSync(join(this.folder, "ec2/interface"), INTERFACE);
    this.writeSettings();
    writeFileSync(join(this.folder, "ec2/changes"), "");
    writeFileSync(join(this.folder, "ec2/rounds"), "");
    this.troubles.length = 0;
    this.said = "";
  }

  /** Cuts the Direct Connect link, or restores it. */
  link(up: boolean): void {
    this.troubles.push(this.rounds);
    this.in("r1", "ip", "link", "set", "dx", up ? "up" : "down");
  }

  /** Drops this percentage of pings, the same ones of ten for both monitors, on Direct Connect, but no BGP and BFD packets, so that the routers do not detect it. */
  loss(percent: number): void {
    this.troubles.push(this.rounds);
    this.in("vpc", "nft", "delete", "table", "ip", "loss");
    if (percent > 0) {
      const rule = (source: string, target: string) =>
        `ip saddr ${source} ip daddr ${target} ip protocol icmp ${LOST[percent] ?? ""} drop\n`;
      const flows = ["192.168.1.2", "192.168.1.10", "192.168.1.11"].map((target) => rule("10.20.2.10", target));
      const rules = `table ip loss {\n chain out {\n type filter hook postrouting priority 0\n oifname != "dx" accept\n ${rule("10.20.1.10", "192.168.1.10")} ${flows.join(" ")} }\n}\n`;
      const file = join(this.folder, "loss.nft");
      writeFileSync(file, rules);
      this.in("vpc", "nft", "-f", file);
    }
  }

  vpn(up: boolean): void {
    this.in("r2", "ip", "link", "set", "inet", up ? "up" : "down");
    if (up) {
      this.in("r2", "ip", "route", "replace", "default", "via", "198.51.100.254");
    }
  }

  set(name: "api-fails" | "slow-writes" | "lost-writes" | "ssm-fails" | "stack-is-gone", on: boolean): void {
    const file = join(this.folder, "ec2", name);
    if (on) {
      appendFileSync(file, "");
    } else {
      rmSync(file, { force: true });
    }
  }

  get onVpn(): boolean {
    return readFileSync(join(this.folder, "ec2/table"), "utf8").includes("CreateRoute");
  }

  /**
   * Rounds of the monitor from each change of Direct Connect to its switch, if it made one switch per change. A round takes two
   * seconds, and longer on a busy machine.
   */
  get roundsToAnswer(): number[] {
    return this.changesAt.map((round, index) => round - (this.troubles[index] ?? 0));
  }

  /** Rounds of the monitor so far. */
  get rounds(): number {
    return readFileSync(join(this.folder, "ec2/rounds"), "utf8").length;
  }

  private get changesAt(): number[] {
    const lines = readFileSync(join(this.folder, "ec2/changes"), "utf8").split("\n").filter(Boolean);
    return lines.map((line) => Number.parseInt(line, 10));
  }

  /** Changes of the route table so far. */
  get changes(): number {
    return this.changesAt.length;
  }

  /** Number of switches in the monitor's log, in both directions. */
  get claims(): number {
    return this.said.match(/Switching (to VPN|back to Direct Connect)/g)?.length ?? 0;
  }

  pings(node: string, target: string): boolean {
    return spawnSync("ip", ["netns", "exec", `${this.prefix}-${node}`, "ping", "-c1", "-W1", target]).status === 0;
  }

  /** Starts pings from production to the site, ten per second. */
  traffic(): Traffic {
    return this.pinging("prod", "192.168.1.10");
  }

  /** Name of a node's network namespace. */
  namespace(node: string): string {
    return `${this.prefix}-${node}`;
  }

  /** Runs a command in the network of a node. Returns its output. */
  in(node: string, ...command: string[]): string {
    return run("ip", ["netns", "exec", `${this.prefix}-${node}`, ...command]);
  }

  /** Starts pings from a node to an address, ten per second. */
  pinging(node: string, target: string): Traffic {
    const ping = ["ping", "-n", "-D", "-O", "-i", "0.1", "-W", "1", target];
    return new Traffic(
      spawn("nice", [...PRIORITY, "ip", "netns", "exec", `${this.prefix}-${node}`, ...ping], {
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
  }

  private writeSettings(): void {
    const folder = join(this.folder, "host/etc/tierra");
    mkdirSync(folder, { recursive: true });
    const lines = Object.entries({ ...SETTINGS, INTERFACE: this.interface }).map(
      ([name, value]) => `TIERRA_PATH_${name}=${value}\n`,
    );
    writeFileSync(join(folder, "path-monitor.env"), lines.join(""));
  }

  private logs(): string {
    const files = [
      "appl/appliance.sh.log",
      "appl/charon.log",
      "r2/vpn.sh.log",
      "r1/router.sh.log",
      "vpc/router.sh.log",
    ];
    return files
      .map((file) => join(this.folder, file))
      .filter(existsSync)
      .map((file) => `\n== ${file}\n${readFileSync(file, "utf8").slice(-600)}`)
      .join("");
  }
}

/** Running pings and their answers. */
export class Traffic {
  private readonly ping: ChildProcess;
  private readonly chunks: string[] = [];

  constructor(ping: ChildProcess) {
    this.ping = ping;
    ping.stdout?.on("data", (text) => this.chunks.push(String(text)));
  }

  /** Stops the pings. Returns the number of lost packets and the longest time without an answer in seconds. */
  async stop(): Promise<{ lost: number; gap: number }> {
    await sleep(1.1);
    const ended = new Promise((done) => this.ping.on("exit", done));
    this.ping.kill("SIGINT");
    await ended;
    const answers = this.chunks.join("");
    const [, sent = "0", received = "0"] = /(\d+) packets transmitted, (\d+) received/.exec(answers) ?? [];
    const times = [...answers.matchAll(/\[(\d+\.\d+)\] \d+ bytes from/g)].map(([, time]) => Number(time));
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
    return { lost: Number(sent) - Number(received), gap: Math.max(0, ...gaps) };
  }
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}

/** Polls ten times per second until the answer is true. Returns the seconds. Rejects after a timeout or when it is hopeless. */
export async function until(
  what: string,
  seconds: number,
  answer: () => boolean,
  context: () => string = () => "",
  hopeless: () => boolean = () => false,
): Promise<number> {
  const started = Date.now();
  while (!answer()) {
    if (hopeless() || Date.now() - started > seconds * 1000) {
      throw new Error(`not within ${seconds} s: ${what}${context()}`);
    }
    await sleep(0.1);
  }
  return (Date.now() - started) / 1000;
}

function run(command: string, args: readonly string[]): string {
  return spawnSync(command, args, { encoding: "utf8" }).stdout;
}
