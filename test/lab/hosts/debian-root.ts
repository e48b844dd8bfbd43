import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const PACKAGES = [
  ...["systemd", "dbus", "iproute2", "curl", "git", "rsyslog", "openssl", "procps", "cloud-init", "mariadb-server"],
  ...["python3", "python3-venv", "python3-flask", "python3-pymysql", "python3-gunicorn"],
];

const CODENAME = /VERSION_CODENAME=(\w+)/.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "stable";
/** Named after what is in it: another list is another archive. */
const DIGEST = createHash("sha256")
  .update(JSON.stringify([CODENAME, PACKAGES]))
  .digest("hex")
  .slice(0, 16);
const ARCHIVE = resolve(__dirname, "../../..", ".build/lab", `debian-${DIGEST}.tar`);

/** Units that would touch the machine, or wait for what a namespace has not. */
const MASKED = [
  "systemd-sysctl.service",
  "systemd-modules-load.service",
  "systemd-udevd.service",
  "systemd-logind.service",
  "systemd-remount-fs.service",
  "console-getty.service",
  "getty.target",
  "proc-sys-fs-binfmt_misc.automount",
  "sys-kernel-debug.mount",
  "sys-kernel-tracing.mount",
  "sys-kernel-config.mount",
  "sys-fs-fuse-connections.mount",
  "dev-hugepages.mount",
  "dev-mqueue.mount",
  "apt-daily.timer",
  "apt-daily-upgrade.timer",
  "mariadb.service",
];

/** A Debian installation in a temporary folder, which can be booted with its own systemd. Needs root. */
export class DebianRoot {
  readonly folder = mkdtempSync(join(tmpdir(), "tierra-debian-"));
  private readonly name = `tierra-lab-${process.pid}`;
  private outer: ChildProcess | undefined;
  private first: number | undefined;

  constructor() {
    // It becomes `/`, which everyone may enter.
    chmodSync(this.folder, 0o755);
  }

  /** A fresh system; two minutes the first time, and from then on seconds, from an archive below `.build`. */
  build(): void {
    if (!existsSync(ARCHIVE)) {
      this.install();
      mkdirSync(dirname(ARCHIVE), { recursive: true });
      must("tar", ["-C", this.folder, "--one-file-system", "-cf", `${ARCHIVE}.${process.pid}`, "."]);
      renameSync(`${ARCHIVE}.${process.pid}`, ARCHIVE);
    } else {
      must("tar", ["-C", this.folder, "-xpf", ARCHIVE]);
    }
    for (const unit of MASKED) {
      symlinkSync("/dev/null", join(this.folder, "etc/systemd/system", unit));
    }
    this.write("/etc/systemd/journald.conf", "[Journal]\nReadKMsg=no\nStorage=volatile\n");
    this.write("/etc/machine-id", `${"0".repeat(31)}1\n`);
  }

  /** From the mirror that this machine's apt uses. */
  private install(): void {
    const targets = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"];
    const [mirror] = must("apt-get", targets)
      .split("\n")
      .filter((address) => !address.includes("security"));
    if (!mirror) throw new Error("apt names no mirror: run apt-get update");
    must("debootstrap", ["--variant=minbase", CODENAME, this.folder, mirror]);
    for (const file of ["/etc/resolv.conf", "/etc/hosts"]) {
      this.write(file, readFileSync(file, "utf8"));
    }
    // Nothing is started while it is being installed: these would be processes of the machine.
    this.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755);
    const quietly = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends";
    this.prepare("bash", "-c", `apt-get update -qq && ${quietly} ${PACKAGES.join(" ")} && apt-get clean`);
  }

  write(path: string, text: string, mode = 0o644): void {
    const target = join(this.folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    chmodSync(target, mode);
  }

  copy(source: string, path: string): void {
    cpSync(source, join(this.folder, path), { recursive: true });
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** Runs a command in the folder before it is booted. */
  prepare(command: string, ...args: string[]): string {
    return must("chroot", [this.folder, command, ...args]);
  }

  async boot(): Promise<void> {
    const namespaces = ["--pid", "--mount", "--uts", "--ipc", "--net", "--fork"];
    const outer = spawn("unshare", [...namespaces, join(__dirname, "boot-root.sh"), this.folder, this.name], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.outer = outer;
    await until("systemd has booted", 60, () => {
      this.first ??= childOf(outer.pid);
      return /running|degraded/.test(this.inside("timeout 3 systemctl is-system-running").output);
    });
  }

  /** Runs a shell line among the root's own processes and network. */
  inside(line: string): { status: number | null; output: string } {
    if (this.first === undefined) return { status: null, output: "" };
    const enter = ["-t", String(this.first), "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", "bash", "-c", line];
    const run = spawnSync("nsenter", enter, { encoding: "utf8", timeout: 150_000, env: { PATH: process.env.PATH } });
    return { status: run.status, output: `${run.stdout}${run.stderr}`.trim() };
  }

  /** As a power cut would: the first process of a namespace takes all others with it. */
  async halt(): Promise<void> {
    const { outer, first } = this;
    if (outer && first !== undefined) {
      const ended = new Promise((done) => outer.on("exit", done));
      process.kill(first, "SIGKILL");
      await ended;
    }
    this.outer = undefined;
    this.first = undefined;
    removeGroup(this.name);
  }

  async remove(): Promise<void> {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Asks twice a second until the answer is yes; returns how many seconds it took. */
export async function until(what: string, seconds: number, answer: () => boolean): Promise<number> {
  const started = Date.now();
  while (!answer()) {
    if (Date.now() - started > seconds * 1000) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((done) => setTimeout(done, 500));
  }
  return (Date.now() - started) / 1000;
}

function must(command: string, args: readonly string[]): string {
  const run = spawnSync(command, args, { encoding: "utf8", timeout: 500_000, maxBuffer: 1 << 26 });
  if (run.status !== 0) {
    throw new Error(`${command} failed with ${run.status}: ${`${run.stdout}${run.stderr}`.slice(-2000)}`);
  }
  return run.stdout;
}

/** `unshare --fork` waits; its child becomes systemd, and only then stands in the Debian root and not in this one. */
function childOf(pid: number | undefined): number | undefined {
  const args = ["--no-headers", "-o", "pid,comm", "--ppid", String(pid)];
  const found = /^\s*(\d+) systemd$/m.exec(spawnSync("ps", args, { encoding: "utf8" }).stdout);
  return found ? Number(found[1]) : undefined;
}

/** An empty control group stays until it is removed from the leaves up. */
function removeGroup(name: string): void {
  const mount = spawnSync("findmnt", ["-n", "-o", "TARGET", "-t", "cgroup2"], { encoding: "utf8" }).stdout.split(
    "\n",
  )[0];
  const remove = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) remove(join(folder, entry.name));
    }
    rmdirSync(folder);
  };
  if (!mount) return;
  try {
    remove(join(mount, name));
  } catch {
    // Nothing was booted, or a process is still ending: an empty group costs nothing.
  }
}
