import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";

/** SIGHUP: the terminal was closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof SIGNALS)[number];

/** Seconds for the programs to end after a signal. Terraform first completes the requests that it has sent. */
const PROGRAMS_END_WITHIN = 120;
/** Seconds for the command to remove its temporary files after its programs ended. */
const CLEAN_UP_WITHIN = 10;

const running = new Set<ChildProcess>();
let received: Signal | undefined;

/** The exit code after a signal, 128 and the signal's number, or undefined if there was none. */
export function interruptedWith(): number | undefined {
  return received === undefined ? undefined : 128 + constants.signals[received];
}

/**
 * Ends the command after SIGINT, SIGTERM or SIGHUP: at once, or as soon as its programs have ended. A signal for which the command has
 * its own listener is left to that listener.
 */
export function watchSignals(): void {
  for (const signal of SIGNALS) {
    process.on(signal, () => interrupt(signal));
  }
  // Otherwise programs would continue to run after this process.
  process.once("exit", () => endAll("SIGTERM"));
}

/** Registers a program until it ends, so that a signal ends it too. */
export function endWithCommand(program: ChildProcess): void {
  running.add(program);
  const remove = () => {
    running.delete(program);
    if (received !== undefined && running.size === 0) {
      setTimeout(() => leave(), CLEAN_UP_WITHIN * 1000).unref();
    }
  };
  program.once("close", remove).once("error", remove);
}

function interrupt(signal: Signal): void {
  if (received !== undefined || process.listenerCount(signal) > 1) {
    return;
  }
  received = signal;
  if (running.size === 0) {
    process.stderr.write("interrupted\n");
    leave();
  }
  // Ctrl-C on a terminal reaches the programs too. A second signal would make Terraform end before it has saved its state.
  if (signal !== "SIGINT" || !process.stdin.isTTY) {
    endAll(signal);
  }
  setTimeout(() => {
    endAll("SIGKILL");
    leave();
  }, PROGRAMS_END_WITHIN * 1000).unref();
}

function endAll(signal: NodeJS.Signals): void {
  for (const program of running) {
    program.kill(signal);
  }
}

function leave(): never {
  process.exit(interruptedWith());
}
