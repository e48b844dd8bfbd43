import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmulatedEc2 } from "./emulated-ec2";
import { type MonitorKind, MonitorProcess } from "./monitor-process";
import { Network } from "./network";
import { until } from "./wait";

export interface LabOptions {
  /** Configuration of FRR by router, e.g. of a second Direct Connect session on `r3`. @default those of one session */
  readonly routers?: Readonly<Record<string, string>>;
  /** Adds files to the folder of the laboratory before its start. @default adds none */
  readonly prepare?: (folder: string) => void;
}

/** Which of ten pings of one flow are lost, spread evenly, so that chance decides no comparison. 100 % loses all. */
const LOST: Readonly<Record<number, string>> = {
  30: "numgen inc mod 10 { 0, 3, 6 }",
  67: "numgen inc mod 3 { 0, 1 }",
};

/** One laboratory: a network, an emulated EC2 route table and one monitor. Its methods cause the faults of links. */
export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), "tierra-local-zone-"));
  readonly network = new Network(this.folder);
  readonly ec2 = new EmulatedEc2(join(this.folder, "ec2"));
  readonly monitor: MonitorProcess;
  readonly kind: MonitorKind;
  private readonly options: LabOptions;
  /** Number of monitor rounds at each change of Direct Connect, alternately down and up. */
  private readonly troubles: number[] = [];

  constructor(kind: MonitorKind, options: LabOptions = {}) {
    this.kind = kind;
    this.options = options;
    this.monitor = new MonitorProcess({ kind, folder: this.folder, network: this.network, ec2: this.ec2 });
  }

  /** Starts the network with a pre-shared key for the tunnel. Ends when pings work on both paths. */
  async start(): Promise<void> {
    const { routers = {}, prepare } = this.options;
    writeFileSync(join(this.folder, "psk"), randomBytes(24).toString("hex"), { mode: 0o600 });
    mkdirSync(join(this.folder, "secret"));
    this.write("secret/one", { psk: readFileSync(join(this.folder, "psk"), "utf8") });
    this.write("secret/labels", { one: ["AWSCURRENT"] });
    prepare?.(this.folder);
    for (const [router, configuration] of Object.entries(routers)) {
      this.write(`frr-${router}.conf`, configuration);
    }
    await this.network.start();
  }

  /** Ends the monitor and removes the network. */
  async stop(): Promise<void> {
    this.monitor.stop();
    await this.network.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Removes the static routes, and clears the monitor's log. */
  reset(): void {
    this.ec2.reset();
    this.monitor.reset();
    this.troubles.length = 0;
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
    const log = () => this.applianceLog;
    await until(
      text,
      300,
      () => log().includes(text),
      () => log().slice(-2000),
    );
  }

  /** Makes the VPN router read its keys again: the pre-shared ones given here, and the files in `router`. */
  async routerKeys(...keys: readonly string[]): Promise<void> {
    this.write("router-keys", `${keys.join("\n")}\n`);
    await until("the router's keys", 300, () => !existsSync(join(this.folder, "router-keys")));
  }

  /** Lets router 1 advertise further prefixes over Direct Connect. */
  advertise(...prefixes: readonly string[]): void {
    this.write("r1/prefixes", prefixes.join("\n"));
  }

  /** Cuts the Direct Connect link, or restores it. */
  link(up: boolean): void {
    this.troubles.push(this.ec2.rounds);
    this.network.in("r1", "ip", "link", "set", "dx", up ? "up" : "down");
  }

  /**
   * Drops this percentage of pings on Direct Connect, the same ones of ten for both monitors, but no BGP and BFD packets, so that the
   * routers do not detect it.
   */
  loss(percent: number): void {
    this.troubles.push(this.ec2.rounds);
    this.network.in("vpc", "nft", "delete", "table", "ip", "loss");
    if (percent > 0) {
      const rule = (source: string, target: string) =>
        `ip saddr ${source} ip daddr ${target} ip protocol icmp ${LOST[percent] ?? ""} drop\n`;
      const flows = ["192.168.1.2", "192.168.1.10", "192.168.1.11"].map((target) => rule("10.20.2.10", target));
      const rules = `table ip loss {\n chain out {\n type filter hook postrouting priority 0\n oifname != "dx" accept\n ${rule("10.20.1.10", "192.168.1.10")} ${flows.join(" ")} }\n}\n`;
      this.write("loss.nft", rules);
      this.network.in("vpc", "nft", "-f", join(this.folder, "loss.nft"));
    }
  }

  /** Cuts the internet access of router 2, or restores it. */
  vpn(up: boolean): void {
    this.network.in("r2", "ip", "link", "set", "inet", up ? "up" : "down");
    if (up) {
      this.network.in("r2", "ip", "route", "replace", "default", "via", "198.51.100.254");
    }
  }

  /**
   * Rounds of the monitor from each change of Direct Connect to its switch, if it made one switch per change. A round takes two
   * seconds, and longer on a busy machine.
   */
  get roundsToAnswer(): number[] {
    return this.ec2.changesAt.map((round, index) => round - (this.troubles[index] ?? 0));
  }
}
