import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { basename } from "node:path";

/** SIGHUP: the terminal was closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof SIGNALS)[number];

/** Seconds for the programs to end after a signal. Terraform first completes the requests that it has sent. */
const PROGRAMS_END_WITHIN = 120;
/** Seconds for the command to remove its temporary files after its programs ended. */
const CLEAN_UP_WITHIN = 10;

const running = new Set<ChildProcess>();
let received: Signal | undefined;
/** The first signal to a command that ends itself. */
let ending: Signal | undefined;

/** The exit code after a signal, 128 and the signal's number, or undefined if there was none. */
export function interruptedWith(): number | undefined {
  return received === undefined ? undefined : 128 + constants.signals[received];
}

/** The exit code after a signal to a command that ends itself, or undefined if there was none. */
export function endedItselfWith(): number | undefined {
  return ending === undefined ? undefined : 128 + constants.signals[ending];
}

/**
 * Leaves the end after a signal to the command, because it must first undo its work on AWS.
 *
 * @returns aborted at the first signal. The command then fails with an error of its own
 */
export function endsItself(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      ending ??= signal;
      interrupted.abort();
    });
  }
  return interrupted.signal;
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
  process.stderr.write(`interrupted, waiting for the end of ${programs()}\n`);
  // Ctrl-C on a terminal reaches the programs too. A second signal would make Terraform end before it has saved its state.
  if (signal !== "SIGINT" || !hasTerminal()) {
    endAll(signal);
  }
  setTimeout(() => {
    endAll("SIGKILL");
    leave();
  }, PROGRAMS_END_WITHIN * 1000).unref();
}

/** Names of the running programs, for the message. */
function programs(): string {
  return [...new Set([...running].map(({ spawnfile }) => basename(spawnfile)))].join(", ");
}

/** Whether the process has a controlling terminal. Its standard streams can be other files, e.g. in a pipe. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

function endAll(signal: NodeJS.Signals): void {
  for (const program of running) {
    program.kill(signal);
  }
}

function leave(): never {
  process.exit(interruptedWith());
}
