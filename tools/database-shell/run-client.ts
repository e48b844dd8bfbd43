import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Signals that the terminal or another process sends to this command. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs the client on this terminal until it ends.
 *
 * The token is in the client's environment, which only its user and root can read. A file would remain after SIGKILL, and
 * an option file would have to be the first argument. A token is valid for new connections for 15 minutes only.
 *
 * @returns the client's exit code, or 128 and the number of the signal that ended it
 * @throws the error of the operating system when the client does not start
 */
export function runClient(program: string, args: readonly string[], token: string): Promise<number> {
  const env = { ...process.env, MYSQL_PWD: token, LIBMYSQL_ENABLE_CLEARTEXT_PLUGIN: "1" };
  return new Promise((resolve, reject) => {
    const client = spawn(program, [...args], { stdio: "inherit", env });
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
  });
}
