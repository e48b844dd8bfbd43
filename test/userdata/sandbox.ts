import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PATIENCE_MS } from "../helpers/eventually";

const REPOSITORY = resolve(__dirname, "..", "..");

/** Result of a script. */
export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** A folder in place of a host: the real scripts, and fakes first in PATH that record every call to the outside. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), "tierra-host-"));
  readonly root = join(this.folder, "root");
  private readonly fakes = join(this.folder, "fakes");
  private readonly environment: Record<string, string>;

  constructor() {
    for (const folder of ["etc/tierra", "run", "opt/tierra/bin"]) {
      mkdirSync(join(this.root, folder), { recursive: true });
    }
    mkdirSync(this.fakes);
    cpSync(join(REPOSITORY, "userdata"), join(this.root, "opt/tierra/bin"), { recursive: true });
    writeFileSync(join(this.folder, "calls"), "");
    writeFileSync(join(this.root, "etc/fstab"), "UUID=1 / xfs defaults 0 0\n");
    this.environment = {
      PATH: `${this.fakes}:${process.env.PATH ?? ""}`,
      HOME: this.folder,
      TIERRA_ROOT: this.root,
      TIERRA_RETRY_DELAY: "0",
      TIERRA_READY_ATTEMPTS: "3",
      CALLS: join(this.folder, "calls"),
      STATE: this.folder,
      REAL_PYTHON: realPython(),
    };
  }

  /** Puts a recorder of `name` on PATH, which then runs `body` (bash; `$@` are its arguments). */
  fake(name: string, body = ""): void {
    const script = join(this.fakes, name);
    writeFileSync(script, `#!/bin/bash\nprintf '%s\\n' "${name} $*" >>"$CALLS"\n${body}\n`);
    chmodSync(script, 0o755);
  }

  async run(script: string, environment: Record<string, string> = {}): Promise<Run> {
    // A process group of its own, so that a script that hangs ends with all its processes.
    const child = spawn("bash", [join(this.root, "opt/tierra/bin", script)], {
      env: { ...this.environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (output += text));
    const limit = setTimeout(() => child.pid && process.kill(-child.pid, "SIGKILL"), PATIENCE_MS);
    const status = await new Promise<number | null>((done) => child.on("close", done));
    clearTimeout(limit);
    return { status, output };
  }

  /** Recorded command lines, in order, of one command or of all. */
  calls(name = ""): string[] {
    return readFileSync(join(this.folder, "calls"), "utf8")
      .split("\n")
      .filter((line) => line !== "" && line.startsWith(name));
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** Text of a file of the stand-in host, without a leading slash. */
  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Ends whatever of the scripts still runs, and takes the folder away. */
  async remove(): Promise<void> {
    // `timeout` creates another process group. The processes of this sandbox have its folder in their environment.
    for (let pass = 0; pass < PASSES && killAll(`STATE=${this.folder}\0`) > 0; pass += 1) {
      await new Promise((done) => setTimeout(done, 10));
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Attempts until a killed process is gone, also on a slow machine. A process that remains fails the removal. */
const PASSES = 1_000;

/** Kills every process whose environment has `variable`. Returns their number, with those that are still ending. */
function killAll(variable: string): number {
  const pids = existsSync("/proc/self/environ") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").includes(variable) && process.kill(Number(pid), "SIGKILL");
    } catch {
      // The process has ended, or belongs to another user.
      return false;
    }
  }).length;
}

let interpreter: string | undefined;

/** The interpreter behind the slow shims of version managers, or an empty text. */
export function realPython(): string {
  const found = () => spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
  interpreter ??= found().stdout?.trim() ?? "";
  return interpreter;
}
