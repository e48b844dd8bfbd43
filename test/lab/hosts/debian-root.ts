import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { eventually, PATIENCE_MS } from "../../helpers/eventually";
import { must, unpackDebian } from "./debian-install";

/** Units that would change the machine, or wait for devices that a namespace does not have. */
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
    // The folder becomes `/`, which every user may enter.
    chmodSync(this.folder, 0o755);
  }

  /** Creates a new system without units that affect the machine. */
  build(): void {
    unpackDebian(this.folder);
    for (const unit of MASKED) {
      symlinkSync("/dev/null", join(this.folder, "etc/systemd/system", unit));
    }
    this.write("/etc/systemd/journald.conf", "[Journal]\nReadKMsg=no\nStorage=volatile\n");
    this.write("/etc/machine-id", `${"0".repeat(31)}1\n`);
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

  /** Runs a command in the folder before the boot. */
  prepare(command: string, ...args: string[]): string {
    return must("chroot", [this.folder, command, ...args]);
  }

  async boot(): Promise<void> {
    const namespaces = ["--pid", "--mount", "--uts", "--ipc", "--net", "--fork"];
    const outer = spawn("unshare", [...namespaces, join(__dirname, "boot-root.sh"), this.folder, this.name], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.outer = outer;
    let complaint = "";
    outer.stderr.on("data", (text) => (complaint += text));
    await becomes("a booted systemd", () => {
      if (outer.exitCode !== null) {
        throw new Error(`no namespaces for systemd: ${complaint}`);
      }
      this.first ??= childOf(outer.pid);
      return /running|degraded/.test(this.inside("timeout 3 systemctl is-system-running").output);
    });
  }

  /** Runs a shell line in the namespaces of the booted system. */
  inside(line: string): { status: number | null; output: string } {
    if (this.first === undefined) {
      return { status: null, output: "" };
    }
    const enter = ["-t", String(this.first), "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", "bash", "-c", line];
    const run = spawnSync("nsenter", enter, {
      encoding: "utf8",
      timeout: PATIENCE_MS,
      env: { PATH: process.env.PATH },
    });
    return { status: run.status, output: `${run.stdout}${run.stderr}`.trim() };
  }

  /** Simulates a power failure: when the first process of a namespace ends, all others end too. */
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

/** Waits until `answer` returns true. Calls it twice a second, because each call starts a program on the host. */
export async function becomes(what: string, answer: () => boolean): Promise<void> {
  await eventually(() => answer() || undefined, what, 500);
}

/** The child of `unshare --fork`. It is in the Debian system only after it has become systemd. */
function childOf(pid: number | undefined): number | undefined {
  const args = ["--no-headers", "-o", "pid,comm", "--ppid", String(pid)];
  const found = /^\s*(\d+) systemd$/m.exec(spawnSync("ps", args, { encoding: "utf8" }).stdout);
  return found ? Number(found[1]) : undefined;
}

/** Removes the control groups of the system, from the leaves up. */
function removeGroup(name: string): void {
  const mount = spawnSync("findmnt", ["-n", "-o", "TARGET", "-t", "cgroup2"], { encoding: "utf8" }).stdout.split(
    "\n",
  )[0];
  const remove = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) {
        remove(join(folder, entry.name));
      }
    }
    rmdirSync(folder);
  };
  if (!mount) {
    return;
  }
  try {
    remove(join(mount, name));
  } catch {
    // Nothing was booted, or a process is still ending. An empty group has no effect.
  }
}
