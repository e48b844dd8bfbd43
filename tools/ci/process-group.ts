import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, closeSync, openSync } from "node:fs";
import { Sessions } from "./sessions";
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

/** Seconds between SIGTERM and SIGKILL for a group. */
const GRACE_SECONDS = 10;
/** Seconds between two searches for new sessions of the program. */
const LOOK_SECONDS = 2;

/** A program and all processes that it starts. They end together. */
export class ProcessGroup {
  /** Exit code; 127 when the program could not be started. All processes that it started have ended before. */
  readonly exited: Promise<number>;
  readonly #child: ChildProcess;
  readonly #sessions: Sessions | undefined;
  readonly #sessionNiceness: number;
  #lastResort: NodeJS.Timeout | undefined;

  constructor([program, ...args]: readonly [string, ...string[]], options: ProcessGroupOptions) {
    const { cwd, env, priority, log } = options;
    const file = openSync(log, "w");
    // nice(1) sets the priority before the program starts. Later would be too late for processes that the program has already started.
    this.#child = spawn("nice", ["-n", `${priority.niceness}`, program, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", file, file],
    });
    closeSync(file);
    this.#sessionNiceness = priority.sessionNiceness;
    this.#sessions = this.#child.pid === undefined ? undefined : new Sessions(this.#child.pid);
    this.#lower([...(this.#sessions?.ids ?? [])]);
    const looks = setInterval(() => this.#look(), LOOK_SECONDS * 1_000);
    this.exited = new Promise((resolve) => {
      this.#child.once("error", (error: NodeJS.ErrnoException) => {
        clearInterval(looks);
        const problem = error.code === "ENOENT" ? "nice must be on the PATH; install coreutils" : error.message;
        appendFileSync(log, `${program} was not started: ${problem}\n`);
        resolve(127);
      });
      this.#child.once("exit", (code) => {
        clearInterval(looks);
        clearTimeout(this.#lastResort);
        // A server that a test has not ended must not disturb later suites.
        this.#look();
        this.#signal("SIGKILL");
        resolve(code ?? 1);
      });
    });
  }

  /** Sends SIGTERM to every process of the group, and later SIGKILL to the rest. */
  end(): void {
    this.#look();
    this.#signal("SIGTERM");
    this.#lastResort ??= setTimeout(() => this.#signal("SIGKILL"), GRACE_SECONDS * 1_000);
  }

  #look(): void {
    this.#lower(this.#sessions?.update() ?? []);
  }

  #lower(sessions: readonly number[]): void {
    if (this.#sessionNiceness !== 0) {
      for (const session of sessions) {
        Sessions.lower(session, this.#sessionNiceness);
      }
    }
  }

  #signal(signal: NodeJS.Signals): void {
    for (const session of this.#sessions?.ids ?? []) {
      try {
        process.kill(-session, signal);
      } catch (error) {
        // ESRCH: nothing of the group is left.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
          throw error;
        }
      }
    }
  }
}
