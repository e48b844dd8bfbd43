import { readdirSync, readFileSync, writeFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
}

/**
 * The sessions that a program and its descendants run in. A terminal that one of them opens, as cdktf-cli does for Terraform, is
 * another session than the program's own. Reads proc(5); on a system without it, the program's own is the only one.
 */
export class Sessions {
  private readonly root: number;
  private known: ReadonlySet<number>;

  /** @param root the program, leader of a session of its own */
  constructor(root: number) {
    this.root = root;
    this.known = new Set([root]);
  }

  /** Ids as of the last {@link update}; each is also the id of a process group. */
  get ids(): ReadonlySet<number> {
    return this.known;
  }

  /**
   * Looks for sessions that have begun, and gives them. Forgets those that have ended: their ids may soon be another program's. Keeps
   * those whose processes have lost their parents.
   */
  update(): number[] {
    const processes = runningProcesses();
    const alive = new Set(processes.map(({ session }) => session));
    const kept = [...this.known].filter((id) => id === this.root || alive.has(id));
    // To end the groups 0 and 1 would mean to end ourselves and everything.
    const begun = [...new Set(descendants(this.root, processes))].filter((id) => id > 1 && !this.known.has(id));
    this.known = new Set([...kept, ...begun]);
    return begun;
  }

  /**
   * Sets the niceness of a session. Linux may divide time between sessions first, and then niceness counts only between the processes
   * of one: sched(7), "The autogroup feature".
   */
  static lower(session: number, niceness: number): void {
    try {
      writeFileSync(`/proc/${session}/autogroup`, `${niceness}`);
    } catch {
      // It has ended, or the system does not divide time so: then nice(1) is enough.
    }
  }
}

/** Sessions of everything below a process. */
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

/** proc(5), `/proc/pid/stat`: pid (name) state parent group session. The name may hold anything. */
function read(pid: string): Process[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent, , session] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return [{ pid: Number(pid), parent: Number(parent), session: Number(session) }];
  } catch {
    // It has ended since.
    return [];
  }
}
