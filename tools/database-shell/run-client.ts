import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Signals that the terminal or another process sends to this command. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface ClientCall {
  readonly program: string;
  /** Arguments. They contain no password. */
  readonly args: readonly string[];
  /** The password, or an IAM token. */
  readonly password: string;
  /** Ends the client with SIGTERM. @default the client ends by itself */
  readonly until?: Promise<unknown>;
}

/**
 * Runs the client on this terminal until it ends.
 *
 * @returns the client's exit code, or 128 and the number of the signal that ended it
 * @throws the error of the operating system when the client does not start
 */
export function runClient({ program, args, password, until }: ClientCall): Promise<number> {
  return new Promise((resolve, reject) => {
    const client = spawn(program, [...args], {
      stdio: "inherit",
      env: { ...process.env, ...clientEnvironment(password) },
    });
    // Ctrl-C on a terminal reaches the client too, which cancels the statement. This command ends only after the client.
    const listeners = SIGNALS.map((signal) => {
      const listener = () => {
        if (signal !== "SIGINT" || !process.stdin.isTTY) {
          client.kill(signal);
        }
      };
      process.on(signal, listener);
      return () => process.off(signal, listener);
    });
    const settle = () => {
      for (const remove of listeners) {
        remove();
      }
    };
    client.once("error", (error) => {
      settle();
      reject(error);
    });
    client.once("exit", (code, signal) => {
      settle();
      resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
    });
    void until?.then(() => client.kill("SIGTERM"));
  });
}

/**
 * The client's variables.
 *
 * The password is in the client's environment, which only its user and root can read. A file would remain after SIGKILL, and
 * an option file would have to be the first argument. A token is valid for new connections for 15 minutes only.
 */
export function clientEnvironment(password: string): Readonly<Record<string, string>> {
  return { MYSQL_PWD: password, LIBMYSQL_ENABLE_CLEARTEXT_PLUGIN: "1" };
}
