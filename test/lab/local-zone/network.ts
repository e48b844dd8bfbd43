import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Traffic } from "./traffic";
import { until } from "./wait";

/** Routers, hosts and their traffic are other machines in reality: this machine's other work must not delay them. */
const PRIORITY = ["-n", "-10"];

/** Logs of programs in the network. */
const LOGS = ["appl/appliance.sh.log", "appl/charon.log", "r2/vpn.sh.log", "r1/router.sh.log", "vpc/router.sh.log"];

let count = 0;

/** The network namespaces of `topology.sh`. */
export class Network {
  private readonly folder: string;
  private readonly prefix = `tlz${process.pid % 100_000}${String.fromCharCode(97 + count++)}`;
  private supervisor: ChildProcess | undefined;

  /** The network keeps its files in the folder, and deletes it at its end. */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Starts the network. Ends when pings work on both paths. */
  async start(): Promise<void> {
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
  }

  /** Ends the supervisor's input, so that it removes the network. */
  async stop(): Promise<void> {
    const { supervisor } = this;
    this.supervisor = undefined;
    // A supervisor that has ended has removed the network, and emits no further exit event.
    if (supervisor && supervisor.exitCode === null && supervisor.signalCode === null) {
      const ended = new Promise((done) => supervisor.on("exit", done));
      supervisor.stdin?.end();
      await ended;
    }
  }

  /** Namespaces of this network that still exist. */
  left(): string[] {
    return run("ip", ["netns", "list"])
      .split("\n")
      .filter((line) => line.startsWith(`${this.prefix}-`));
  }

  /** Runs a command in the network of a node. Returns its output. */
  in(node: string, ...command: string[]): string {
    return run("ip", ["netns", "exec", `${this.prefix}-${node}`, ...command]);
  }

  /** Starts a program in the network of a node, before other work of this machine. */
  spawn(node: string, command: readonly string[], options: SpawnOptions): ChildProcess {
    return spawn("nice", [...PRIORITY, "ip", "netns", "exec", `${this.prefix}-${node}`, ...command], options);
  }

  pings(node: string, target: string): boolean {
    return spawnSync("ip", ["netns", "exec", `${this.prefix}-${node}`, "ping", "-c1", "-W1", target]).status === 0;
  }

  /** Starts pings from a node to an address, ten per second. */
  pinging(node: string, target: string): Traffic {
    const ping = ["ping", "-n", "-D", "-O", "-i", "0.1", "-W", "1", target];
    return new Traffic(this.spawn(node, ping, { stdio: ["ignore", "pipe", "ignore"] }));
  }

  private logs(): string {
    return LOGS.map((file) => join(this.folder, file))
      .filter(existsSync)
      .map((file) => `\n== ${file}\n${readFileSync(file, "utf8").slice(-600)}`)
      .join("");
  }
}

function run(command: string, args: readonly string[]): string {
  return spawnSync(command, args, { encoding: "utf8" }).stdout;
}
