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
  /** File that standard output and standard error are written to, in order of arrival. */
  readonly log: string;
}

/** Seconds between SIGTERM and SIGKILL. */
const GRACE_SECONDS = 10;
/** Seconds between two checks for new sessions of the program. */
const LOOK_SECONDS = 2;

/** A program and all processes that it starts. They end together. */
export class ProcessGroup {
  /** Exit code, or 127 if the program could not be started. Resolves after all processes of the group have ended. */
  readonly exited: Promise<number>;
  private readonly child: ChildProcess;
  private readonly sessions: Sessions | undefined;
  private readonly sessionNiceness: number;
  private lastResort: NodeJS.Timeout | undefined;

  constructor([program, ...args]: readonly [string, ...string[]], options: ProcessGroupOptions) {
    const { cwd, env, priority, log } = options;
    const file = openSync(log, "w");
    // nice(1) sets the priority before the program starts, so that all its child processes inherit it.
    this.child = spawn("nice", ["-n", `${priority.niceness}`, program, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", file, file],
    });
    closeSync(file);
    this.sessionNiceness = priority.sessionNiceness;
    this.sessions = this.child.pid === undefined ? undefined : new Sessions(this.child.pid);
    this.lower([...(this.sessions?.ids ?? [])]);
    const looks = setInterval(() => this.look(), LOOK_SECONDS * 1_000);
    this.exited = new Promise((resolve) => {
      this.child.once("error", (error: NodeJS.ErrnoException) => {
        clearInterval(looks);
        const problem = error.code === "ENOENT" ? "nice must be on the PATH; install coreutils" : error.message;
        appendFileSync(log, `${program} was not started: ${problem}\n`);
        resolve(127);
      });
      this.child.once("exit", (code) => {
        clearInterval(looks);
        clearTimeout(this.lastResort);
        // Ends servers that a test left running, because they would disturb later suites.
        this.look();
        this.signal("SIGKILL");
        resolve(code ?? 1);
      });
    });
  }

  /** Sends SIGTERM to all processes, and SIGKILL to those that still run after the grace period. */
  end(): void {
    this.look();
    this.signal("SIGTERM");
    this.lastResort ??= setTimeout(() => this.signal("SIGKILL"), GRACE_SECONDS * 1_000);
  }

  private look(): void {
    this.lower(this.sessions?.update() ?? []);
  }

  private lower(sessions: readonly number[]): void {
    if (this.sessionNiceness !== 0) {
      for (const session of sessions) {
        Sessions.lower(session, this.sessionNiceness);
      }
    }
  }

  private signal(signal: NodeJS.Signals): void {
    for (const session of this.sessions?.ids ?? []) {
      try {
        process.kill(-session, signal);
      } catch (error) {
        // ESRCH: no process of the group exists.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
          throw error;
        }
      }
    }
  }
}
