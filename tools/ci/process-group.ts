import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, writeFileSync } from "node:fs";
import type { Lane } from "./suite";

/** See {@link Lane}. */
export type Priority = Pick<Lane, "niceness" | "sessionNiceness">;

export interface ProcessGroupOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly priority: Priority;
  /** File that standard output and standard error are written to, in the order in which they come. */
  readonly log: string;
}

/** Seconds between asking a group to end and ending it. */
const GRACE_SECONDS = 10;

/** A program and everything that it starts, which end together. */
export class ProcessGroup {
  /** Exit code; 127 when the program could not be started. The whole group has ended by then. */
  readonly exited: Promise<number>;
  readonly #child: ChildProcess;

  constructor([program, ...args]: readonly [string, ...string[]], options: ProcessGroupOptions) {
    const { cwd, env, priority, log } = options;
    const file = openSync(log, "w");
    // By nice(1) and not from here: the program could have started others before it had its priority.
    this.#child = spawn("nice", ["-n", `${priority.niceness}`, program, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", file, file],
    });
    closeSync(file);
    this.#lowerSession(priority.sessionNiceness);
    this.exited = new Promise((resolve) => {
      this.#child.once("error", () => resolve(127));
      this.#child.once("exit", (code) => {
        // A server that a test left behind must not disturb the suites that follow.
        this.#signal("SIGKILL");
        resolve(code ?? 1);
      });
    });
  }

  /** Asks the whole group to end, and ends it when it does not. */
  end(): void {
    this.#signal("SIGTERM");
    setTimeout(() => this.#signal("SIGKILL"), GRACE_SECONDS * 1_000).unref();
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) {
      return;
    }
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      // ESRCH: nothing of the group is left.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
        throw error;
      }
    }
  }

  /** The group is a session of its own. */
  #lowerSession(niceness: number): void {
    try {
      writeFileSync(`/proc/${this.#child.pid}/autogroup`, `${niceness}`);
    } catch {
      // Another system, or a Linux that does not divide time between sessions: then nice(1) is enough.
    }
  }
}
