import { connect } from "node:net";
import { UsageError } from "../shared/usage-error";

/** Milliseconds. Without a connected VPN, packets to the VPC get no answer. */
const LIMIT_MS = 10_000;

/**
 * Opens and closes a TCP connection, because the message of the MySQL clients does not mention the VPN.
 *
 * @param limitMs milliseconds for name resolution and connection. @default 10000
 * @throws UsageError when the server does not answer
 */
export async function requireReachable(host: string, port: number, limitMs = LIMIT_MS): Promise<void> {
  const problem = await new Promise<string | undefined>((resolve) => {
    const socket = connect(port, host);
    const end = (result?: string) => {
      clearTimeout(limit);
      socket.destroy();
      resolve(result);
    };
    const limit = setTimeout(() => end("no answer in time"), limitMs);
    socket.once("connect", () => end());
    socket.once("error", ({ code, message }: NodeJS.ErrnoException) => end(code ?? message));
  });
  if (problem !== undefined) {
    throw new UsageError(`${host}:${port} must accept connections, got ${problem}; connect the VPN first`, 2);
  }
}
