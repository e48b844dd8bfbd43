import type { ChildProcess } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type EmulatedEc2, TABLE } from "./emulated-ec2";
import type { Network } from "./network";

/** This project's monitor, or the original's logic as published. */
export type MonitorKind = "ours" | "original";

const REPOSITORY = resolve(__dirname, "../../..");

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

export interface MonitorProcessProps {
  readonly kind: MonitorKind;
  /** Folder of the laboratory. */
  readonly folder: string;
  readonly network: Network;
  readonly ec2: EmulatedEc2;
}

/** One monitor in the network of `util`, with the settings of its host and its log. */
export class MonitorProcess {
  private readonly props: MonitorProcessProps;
  private readonly heard: { readonly at: number; readonly text: string }[] = [];
  private child: ChildProcess | undefined;
  /** What it has logged since the last reset. */
  log = "";

  constructor(props: MonitorProcessProps) {
    this.props = props;
    this.reset();
  }

  /** Writes the settings, and clears the log. */
  reset(): void {
    this.writeSettings();
    this.log = "";
  }

  start(): void {
    const { kind, folder, network, ec2 } = this.props;
    const command =
      kind === "ours"
        ? [join(REPOSITORY, "userdata/path-monitor/monitor.sh")]
        : [join(__dirname, "baseline/monitor.sh"), "192.168.1.10", TABLE, "192.168.0.0/16", ec2.interface];
    const child = network.spawn("util", ["bash", ...command], {
      env: {
        PATH: `${join(__dirname, "stand-ins")}:${process.env.PATH ?? ""}`,
        DIR: folder,
        TIERRA_ROOT: join(folder, "host"),
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text) => this.hear(`${text}`));
    }
    this.child = child;
    this.hear(`== ${kind} started\n`);
  }

  /** Kills only the monitor, like a crash. Its running API call continues. */
  crash(): void {
    this.child?.kill("SIGKILL");
    this.child = undefined;
  }

  /** Kills the monitor and what it started. */
  stop(): void {
    const { child } = this;
    this.child = undefined;
    if (child?.pid !== undefined && child.exitCode === null) {
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // The monitor has already ended.
      }
    }
  }

  /** Ends the monitor with SIGTERM, and waits for its end. */
  async terminate(): Promise<void> {
    const { child } = this;
    if (child && child.exitCode === null) {
      const ended = new Promise((done) => child.on("exit", done));
      child.kill("SIGTERM");
      await ended;
    }
    this.child = undefined;
  }

  /** Starts again with the interface that EC2 has now, as after a replacement by Terraform. */
  restart(): void {
    this.stop();
    this.writeSettings();
    this.start();
  }

  /** Removes what the monitor keeps on its host until the next boot. */
  forgetHost(): void {
    rmSync(join(this.props.folder, "host/run"), { recursive: true, force: true });
  }

  /** Time of the monitor's first output with a text since a time. Both in milliseconds since the epoch. */
  saidAt(text: string, since: number): number | undefined {
    return this.heard.find((it) => it.at >= since && it.text.includes(text))?.at;
  }

  /** Number of switches in the log, in both directions. */
  get claims(): number {
    return this.log.match(/Switching (to VPN|back to Direct Connect)/g)?.length ?? 0;
  }

  private hear(text: string): void {
    this.log += text;
    this.heard.push({ at: Date.now(), text });
  }

  private writeSettings(): void {
    const { folder, ec2 } = this.props;
    const etc = join(folder, "host/etc/tierra");
    mkdirSync(etc, { recursive: true });
    const lines = Object.entries({ ...SETTINGS, INTERFACE: ec2.interface }).map(
      ([name, value]) => `TIERRA_PATH_${name}=${value}\n`,
    );
    writeFileSync(join(etc, "path-monitor.env"), lines.join(""));
  }
}
