import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE_MS } from "../../helpers/eventually";
import { present } from "../../userdata/needs";
import { makeAuthority, makeCertificate } from "../certificates";

const PROGRAMS = ["openvpn", "ip", "ping", "openssl", "root"];

/** Requirements of the machine. The last one is not a program, but the permission to create namespaces. */
export const NEEDS = [...PROGRAMS, ...(PROGRAMS.every(present) && !permitted() ? ["network-namespaces-and-tun"] : [])];

/** Unused addresses between the two namespaces. */
const OUTSIDE = { server: "198.51.100.1", client: "198.51.100.2" };
const PORT = 443;

/** Result of a client's connection attempt. */
export interface Attempt {
  readonly connected: boolean;
  readonly log: string;
}

/**
 * An OpenVPN server, configured like Client VPN's with a VPC behind it, and a laptop. Each has a network namespace. A virtual
 * cable connects them.
 */
export class Tunnel {
  readonly folder = mkdtempSync(join(tmpdir(), "vpn-"));
  private readonly server = `vpn-s-${process.pid}`;
  private readonly client = `vpn-c-${process.pid}`;
  private readonly running: ChildProcess[] = [];

  /** @param addresses addresses of machines in the VPC */
  constructor(addresses: readonly string[]) {
    for (const name of [this.server, this.client]) {
      ip("netns", "add", name);
      this.inside(name, "ip", "link", "set", "lo", "up");
    }
    ip(
      "link",
      "add",
      `s${process.pid}`,
      "netns",
      this.server,
      "type",
      "veth",
      "peer",
      "name",
      "eth0",
      "netns",
      this.client,
    );
    this.address(this.server, `s${process.pid}`, `${OUTSIDE.server}/24`);
    this.address(this.client, "eth0", `${OUTSIDE.client}/24`);
    this.inside(this.client, "ip", "route", "add", "default", "via", OUTSIDE.server);
    this.keepOut("10.0.0.0/8");
    for (const address of addresses) {
      this.inside(this.server, "ip", "address", "add", `${address}/32`, "dev", "lo");
    }
    for (const authority of ["servers", "clients", "strangers"]) {
      makeAuthority(this.folder, authority);
    }
    makeCertificate(this.folder, "servers", "server");
    makeCertificate(this.folder, "clients", "alice", "clientAuth");
    makeCertificate(this.folder, "strangers", "mallory", "clientAuth");
  }

  /** Starts the server. `pushes` are the options that it pushes to clients. */
  async serve(network: { readonly base: string; readonly mask: string }, pushes: readonly string[]): Promise<void> {
    const config = [
      "dev tun",
      "topology subnet",
      `server ${network.base} ${network.mask}`,
      "proto udp4",
      `port ${PORT}`,
      "ca clients.pem",
      "cert server.pem",
      "key server.key",
      "dh none",
      "data-ciphers AES-256-GCM",
      "remote-cert-tls client",
      "verify-client-cert require",
      "keepalive 5 30",
      "verb 3",
      ...pushes.map((push) => `push "${push}"`),
    ];
    writeFileSync(join(this.folder, "server.conf"), config.join("\n"));
    const { until } = this.openvpn(this.server, "server.conf");
    if (!(await until(/Initialization Sequence Completed/)).connected) {
      throw new Error(`the server did not start\n${this.log("server.conf")}`);
    }
  }

  /** The client configuration that AWS would export for this server. */
  exported(): string {
    return [
      "client",
      "dev tun",
      "proto udp",
      `remote ${OUTSIDE.server} ${PORT}`,
      "resolv-retry infinite",
      "nobind",
      "remote-cert-tls server",
      "cipher AES-256-GCM",
      "verb 3",
      "<ca>",
      this.read("servers.pem").trim(),
      "</ca>",
      "reneg-sec 0",
      "verify-x509-name server name",
    ].join("\n");
  }

  /** Connects the laptop with a profile. The connection lasts until {@link disconnect}. */
  async connect(profile: string): Promise<Attempt> {
    // In addition to the profile, like other clients: a script receives the DNS options, with which it would set the resolver.
    const up = join(this.folder, "up.sh");
    writeFileSync(up, `#!/bin/sh\nset | grep ^foreign_option_ > ${join(this.folder, "options")}\n`);
    chmodSync(up, 0o755);
    writeFileSync(join(this.folder, "client.ovpn"), profile, { mode: 0o600 });
    const extra = ["--script-security", "2", "--up", up, "--connect-retry-max", "1", "--hand-window", "300"];
    const known = this.log("server.conf").length;
    const { until } = this.openvpn(this.client, "client.ovpn", extra);
    // A server that rejects a client sends no response. Only the server's log shows it.
    const refused = () => /VERIFY ERROR/.test(this.log("server.conf").slice(known));
    return until(/Initialization Sequence Completed/, /TLS Error|AUTH_FAILED|VERIFY ERROR|SIGTERM|Exiting/, refused);
  }

  /** Ends the laptop's connection. */
  async disconnect(): Promise<void> {
    await end(this.running.splice(1));
    rmSync(join(this.folder, "options"), { force: true });
  }

  /** The laptop's routes. */
  routes(): string[] {
    return this.inside(this.client, "ip", "-4", "route", "show").trim().split("\n");
  }

  /** The interface that the laptop uses for packets to an address. */
  wayTo(address: string): string | undefined {
    return / dev (\S+)/.exec(this.inside(this.client, "ip", "-4", "route", "get", address))?.[1];
  }

  /** @param seconds time limit for an answer. If one is expected, the limit is high and only ends a ping that hangs */
  reaches(address: string, seconds = 300): boolean {
    const ping = ["netns", "exec", this.client, "ping", "-c", "1", "-W", String(seconds), address];
    return spawnSync("ip", ping).status === 0;
  }

  /** DHCP options that the server pushed. */
  options(): string {
    return existsSync(join(this.folder, "options")) ? this.read("options") : "";
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  async remove(): Promise<void> {
    await end(this.running);
    for (const name of [this.server, this.client]) {
      spawnSync("ip", ["netns", "delete", name]);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private openvpn(namespace: string, config: string, extra: readonly string[] = []) {
    const log = join(this.folder, `${config}.log`);
    writeFileSync(log, "");
    const args = ["netns", "exec", namespace, "openvpn", "--cd", this.folder, "--config", config, "--log", log];
    const child = spawn("ip", [...args, ...extra], { stdio: "ignore" });
    this.running.push(child);
    const until = async (good: RegExp, bad?: RegExp, refused = () => false): Promise<Attempt> => {
      const limit = performance.now() + PATIENCE_MS;
      while (true) {
        const text = this.log(config);
        if (good.test(text)) {
          return { connected: true, log: text };
        }
        const over = bad?.test(text) || refused() || child.exitCode !== null || performance.now() > limit;
        if (over) {
          return { connected: false, log: text };
        }
        await sleep(100);
      }
    };
    return { until };
  }

  /** The VPC is reachable only through the tunnel. Packets to it that arrive on the cable are dropped. */
  private keepOut(vpc: string): void {
    const rule = (...words: readonly string[]) => this.inside(this.server, "ip", "rule", ...words);
    rule("add", "preference", "10", "lookup", "local");
    rule("delete", "preference", "0");
    rule("add", "preference", "5", "iif", `s${process.pid}`, "to", vpc, "blackhole");
  }

  private log(config: string): string {
    return this.read(`${config}.log`);
  }

  private address(namespace: string, device: string, address: string): void {
    this.inside(namespace, "ip", "address", "add", address, "dev", device);
    this.inside(namespace, "ip", "link", "set", device, "up");
  }

  private inside(namespace: string, ...command: readonly string[]): string {
    return ip("netns", "exec", namespace, ...command);
  }
}

function ip(...args: readonly string[]): string {
  return execFileSync("ip", [...args], { encoding: "utf8" });
}

async function end(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) {
      continue;
    }
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }
}

/** True if this machine permits a network namespace with a tunnel. */
function permitted(): boolean {
  const probe = `vpn-p-${process.pid}`;
  try {
    if (!existsSync("/dev/net/tun") || spawnSync("ip", ["netns", "add", probe]).status !== 0) {
      return false;
    }
    return spawnSync("ip", ["netns", "exec", probe, "ip", "tuntap", "add", "t0", "mode", "tun"]).status === 0;
  } finally {
    spawnSync("ip", ["netns", "delete", probe]);
  }
}
