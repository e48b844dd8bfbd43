import { readdirSync, readFileSync, writeFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
}

/**
 * The sessions of a program and its descendants. A terminal that a descendant opens is a session of its own. cdktf-cli opens one
 * for Terraform. Reads proc(5). On a system without it, only the program's own session is known.
 */
export class Sessions {
  readonly #root: number;
  #ids: ReadonlySet<number>;

  /** @param root the program, leader of a session of its own */
  constructor(root: number) {
    this.#root = root;
    this.#ids = new Set([root]);
  }

  /** Ids as of the last {@link update}; each is also the id of a process group. */
  get ids(): ReadonlySet<number> {
    return this.#ids;
  }

  /**
   * Finds new sessions and returns their ids. Forgets sessions that have ended, because another program may get their ids. Keeps
   * sessions whose processes have lost their parents.
   */
  update(): number[] {
    const processes = runningProcesses();
    const alive = new Set(processes.map(({ session }) => session));
    const kept = [...this.#ids].filter((id) => id === this.#root || alive.has(id));
    // A signal to group 0 would reach this process, and one to group 1 every process.
    const begun = [...new Set(descendants(this.#root, processes))].filter((id) => id > 1 && !this.#ids.has(id));
    this.#ids = new Set([...kept, ...begun]);
    return begun;
  }

  /**
   * Sets the niceness of a session. Linux may first divide time between sessions. Niceness then counts only between the
   * processes of one session. See sched(7), "The autogroup feature".
   */
  static lower(session: number, niceness: number): void {
    try {
      writeFileSync(`/proc/${session}/autogroup`, `${niceness}`);
    } catch {
      // The session has ended, or the system has no autogroups. In the second case nice(1) is sufficient.
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

/** proc(5), `/proc/pid/stat`: pid (name) state parent group session. The name can contain any characters. */
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
