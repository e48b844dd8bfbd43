import { createServer } from "node:net";

/**
 * Below the ports that Linux gives by itself, to clients and to servers that ask for any (32768 to 60999, ip(7)
 * `ip_local_port_range`): no other program gets one of these between our look and the server's start, or its restart.
 */
const FIRST = 20_000;
const SIZE = 12_768;

/** Test processes begin at different ports, and give each port once: a server that is stopped for a while keeps its own. */
let next = process.pid * 97;

/** A loopback port for a server that has to be named one. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < SIZE; tries += 1) {
    const port = FIRST + (next % SIZE);
    next += 1;
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Error(`no port from ${FIRST} to ${FIRST + SIZE - 1} is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
