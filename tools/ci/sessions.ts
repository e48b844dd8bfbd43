import { readdirSync, readFileSync, writeFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
}

/**
 * The sessions of a program and its descendants. A pseudo-terminal, such as the one cdktf-cli opens for Terraform, has a
 * session of its own. The sessions are read from proc(5). On a system without it, only the program's own session is known.
 */
export class Sessions {
  private readonly root: number;
  private known: ReadonlySet<number>;

  /** @param root process ID of the program, which must be a session leader */
  constructor(root: number) {
    this.root = root;
    this.known = new Set([root]);
  }

  /** IDs at the time of the last {@link update}. Each is also the ID of a process group. */
  get ids(): ReadonlySet<number> {
    return this.known;
  }

  /**
   * Finds new sessions and returns them. Sessions that have ended are removed, because the system can reuse their IDs. Sessions
   * whose processes have lost their parents are kept.
   */
  update(): number[] {
    const processes = runningProcesses();
    const alive = new Set(processes.map(({ session }) => session));
    const kept = [...this.known].filter((id) => id === this.root || alive.has(id));
    // A signal to group 0 or 1 would end this process or all processes.
    const begun = [...new Set(descendants(this.root, processes))].filter((id) => id > 1 && !this.known.has(id));
    this.known = new Set([...kept, ...begun]);
    return begun;
  }

  /**
   * Sets the niceness of a session. With autogrouping, Linux divides CPU time between sessions first. The niceness of a process
   * then has an effect only within its session. See sched(7), "The autogroup feature".
   */
  static lower(session: number, niceness: number): void {
    try {
      writeFileSync(`/proc/${session}/autogroup`, `${niceness}`);
    } catch {
      // The session has ended, or the system has no autogrouping. Without it, nice(1) is sufficient.
    }
  }
}

/** Sessions of all descendants of a process. */
function descendants(root: number, processes: readonly Process[]): number[] {
  const children = new Map<number, Process[]>();
  for (const process of processes) {
    children.set(process.parent, [...(children.get(process.parent) ?? []), process]);
  }
  const sessions: number[] = [];
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    for (const child of children.get(pid) ?? []) {
      sessions.push(child.session);
      queue.push(child.pid);
    }
  }
  return sessions;
}

function runningProcesses(): Process[] {
  try {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.flatMap((pid) => read(pid));
  } catch {
    return [];
  }
}

/** proc(5), `/proc/pid/stat`: pid (name) state parent group session. The name can contain any character. */
function read(pid: string): Process[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent, , session] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return [{ pid: Number(pid), parent: Number(parent), session: Number(session) }];
  } catch {
    // The process has ended.
    return [];
  }
}
