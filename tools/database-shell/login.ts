import { runProgram } from "../shared/program";
import { UsageError } from "../shared/usage-error";
import type { Client } from "./client-command";
import { type ClientCall, clientEnvironment, runClient } from "./run-client";
import type { Target } from "./target";

/** Seconds. A client that ends later has logged in. */
const LOGIN_SECONDS = 60;
/** Error of MySQL for a login that it denies. */
const DENIED = /ERROR 1045 .*/;

/**
 * Runs the client, and explains a login that the server has denied.
 *
 * The client writes to the terminal itself, so that its errors keep their place. To know why it failed, the command logs in once more.
 *
 * @returns the client's exit code
 * @throws UsageError when the server denies the login
 */
export async function runExplained(
  { program }: Client,
  args: readonly string[],
  { user, deniedAdvice }: Pick<Target, "user" | "deniedAdvice">,
  call: Pick<ClientCall, "password" | "until">,
): Promise<number> {
  const started = performance.now();
  const code = await runClient({ program, args, ...call });
  if (code === 1 && performance.now() - started < LOGIN_SECONDS * 1000) {
    const again = [...args, "--execute=SELECT 1"];
    const env = clientEnvironment(call.password);
    const { stderr } = await runProgram(program, again, { env, timeoutSeconds: LOGIN_SECONDS });
    const [error] = DENIED.exec(stderr) ?? [];
    if (error !== undefined) {
      throw new UsageError(`the server must accept the login of ${user}, got ${error}; ${deniedAdvice}`);
    }
  }
  return code;
}
