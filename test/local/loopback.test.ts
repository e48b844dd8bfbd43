import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { closeServer, listenOnLoopback } from "../../tools/local-runtime/loopback-server";

/** Addresses of this machine's listening sockets for a port, in the kernel's notation. */
function listeningOn(port: number): string[] {
  const LISTENS = "0A";
  return ["tcp", "tcp6"]
    .flatMap((file) => readFileSync(`/proc/net/${file}`, "utf8").split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = "", , state]) => state === LISTENS && Number.parseInt(local.split(":")[1] ?? "", 16) === port)
    .map(([, local = ""]) => local.split(":")[0] ?? "");
}

describe("listenOnLoopback", () => {
  it("listens on 127.0.0.1 only, and no more after the end", async () => {
    const server = createServer();
    const port = Number(new URL(await listenOnLoopback(server)).port);
    expect(listeningOn(port)).toEqual(["0100007F"]);
    await closeServer(server);
    expect(listeningOn(port)).toEqual([]);
  });
});
