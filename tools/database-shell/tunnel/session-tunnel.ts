import { type ChildProcess, spawn } from "node:child_process";
import { UsageError } from "../../shared/usage-error";
import { refusal, requirePrograms, type SessionTarget, startSessionArguments } from "./start-session";

export interface SessionTunnelProps extends SessionTarget {
  /** Ends the wait for the tunnel. @default only the time limit ends it */
  readonly signal?: AbortSignal;
  /** Milliseconds until the port must be open. @default 30000 */
  readonly openMs?: number;
  /** Milliseconds for each attempt to end the processes. @default 5000 */
  readonly endMs?: number;
}

/** Output of the plugin for a local port of its own choice. */
const OPENED = /Port (\d+) opened for sessionId/;
/** Output of the plugin when the instance cannot connect to the server. */
const REFUSED = /Connection to destination port failed/;
/** Characters of the output that are kept. The plugin writes little. */
const KEPT = 10_000;

/**
 * A port of this machine that Session Manager forwards to a server in the VPC.
 *
 * `aws ssm start-session` starts session-manager-plugin, which ends the session at SIGINT only. Both are in a process group of their
 * own: Ctrl-C on the terminal reaches the client but not the tunnel, and one signal ends both.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html
 */
export class SessionTunnel {
  /** Resolves when the processes have ended, whatever the reason. */
  readonly ended: Promise<void>;
  private readonly endMs: number;
  private readonly process: ChildProcess;
  private readonly killAtExit = () => this.signalGroup("SIGINT");
  private output = "";
  private errors = "";
  private isOpen = true;

  private constructor(program: ChildProcess, endMs: number) {
    this.process = program;
    this.endMs = endMs;
    program.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.output = (this.output + text).slice(-KEPT);
    });
    program.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.errors = (this.errors + text).slice(-KEPT);
    });
    this.ended = new Promise((resolve) => {
      program.once("close", () => resolve()).once("error", () => resolve());
    });
    process.once("exit", this.killAtExit);
    void this.ended.then(() => {
      this.isOpen = false;
      process.off("exit", this.killAtExit);
    });
  }

  /**
   * Opens the tunnel.
   *
   * @returns the tunnel and its port on `localhost`
   * @throws UsageError when a program is missing, when Session Manager refuses the session, or at the time limit
   */
  static async open(props: SessionTunnelProps): Promise<{ readonly tunnel: SessionTunnel; readonly port: number }> {
    requirePrograms();
    const { openMs = 30_000, endMs = 5_000, signal } = props;
    const tunnel = new SessionTunnel(
      spawn("aws", startSessionArguments(props), {
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
        env: process.env,
      }),
      endMs,
    );
    try {
      return { tunnel, port: await tunnel.waitForPort(openMs, signal) };
    } catch (error) {
      await tunnel.end();
      throw error instanceof UsageError ? error : refusal(props, (error as Error).message);
    }
  }

  /** True if the instance could not connect to the server. */
  get serverRefused(): boolean {
    return REFUSED.test(this.output);
  }

  /** Last line of the output, for messages. */
  get lastLine(): string {
    const lines = `${this.output}\n${this.errors}`.split("\n").map((line) => line.trim());
    return lines.filter(Boolean).at(-1) ?? "no output";
  }

  /** Ends the session and its processes. */
  async end(): Promise<void> {
    for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
      this.signalGroup(signal);
      if (await within(this.ended, this.endMs)) {
        return;
      }
    }
  }

  private waitForPort(openMs: number, signal?: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`no port within ${openMs / 1000} s`)), openMs);
      const settle = (finish: () => void) => {
        clearTimeout(limit);
        this.process.stdout?.off("data", look);
        signal?.removeEventListener("abort", abort);
        finish();
      };
      const look = () => {
        const [, port] = OPENED.exec(this.output) ?? [];
        if (port !== undefined) {
          settle(() => resolve(Number(port)));
        }
      };
      const abort = () => settle(() => reject(new UsageError("the tunnel must open, got an interruption")));
      this.process.stdout?.on("data", look);
      signal?.addEventListener("abort", abort, { once: true });
      this.process.once("error", (error) => settle(() => reject(error)));
      void this.ended.then(() => settle(() => reject(new Error(this.lastLine))));
    });
  }

  private signalGroup(signal: NodeJS.Signals): void {
    const { pid } = this.process;
    // Another group may get the number of a group without processes.
    if (pid === undefined || !this.isOpen) {
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended.
    }
  }
}

async function within(ended: Promise<void>, milliseconds: number): Promise<boolean> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    limit = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([ended.then(() => true), late]);
  } finally {
    clearTimeout(limit);
  }
}
