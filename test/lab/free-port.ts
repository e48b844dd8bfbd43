import { createServer } from "node:net";

/**
 * First port. The range is below Linux's ephemeral ports (32768 to 60999, `ip_local_port_range` in ip(7)). Therefore no other
 * program gets one of these ports before the server starts or restarts.
 */
const FIRST = 20_000;
const SIZE = 12_768;

/** Test processes start at different ports and use each port once, so that a stopped server keeps its port. */
let next = process.pid * 97;

/** A free loopback port for a server that requires a fixed port. */
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
