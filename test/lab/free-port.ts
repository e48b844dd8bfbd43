import { createServer } from "node:net";

/**
 * Below the ports that Linux gives by itself, to clients and to servers that ask for any (32768 to 60999, ip(7)
 * `ip_local_port_range`): no other program gets one of these between our look and the server's start, or its restart.
 */
const FIRST = 20_000;
const LAST = 32_767;

/** A loopback port for a server that has to be named one. Test processes begin their search at different ports. */
export async function freePort(): Promise<number> {
  const size = LAST - FIRST + 1;
  for (let offset = 0; offset < size; offset += 1) {
    const port = FIRST + ((process.pid * 97 + offset) % size);
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Error(`no port from ${FIRST} to ${LAST} is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
