import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { join } from "node:path";
import { systemProblem } from "../../../tools/shared/system-error";
import { temporaryFolder } from "../../helpers/temporary-folder";

/** A program that no machine has. */
const MISSING = ["no", "such", "program"].join("-");

async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing failed");
}

describe("systemProblem", () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  mkdirSync(at("folder"));
  writeFileSync(at("file"), "");

  it.each<[string, () => unknown, string, 1 | 2]>([
    [
      "a missing file",
      () => readFileSync(at("nothing")),
      `open "${at("nothing")}" must succeed, got ENOENT: no such file or folder; check the name`,
      1,
    ],
    [
      "a folder in place of a file",
      () => readFileSync(at("folder")),
      "read must succeed, got EISDIR: it is a folder; name a file",
      1,
    ],
    [
      "a file in place of a folder",
      () => writeFileSync(at("file/x"), ""),
      `open "${at("file/x")}" must succeed, got ENOTDIR: a part of the path is a file; name a folder`,
      1,
    ],
    [
      "a name that is too long",
      () => readFileSync(at("x".repeat(300))),
      `open "${at("x".repeat(300))}" must succeed, got ENAMETOOLONG: the name is too long; choose a shorter name`,
      1,
    ],
    [
      "a full disk",
      () => writeFileSync("/dev/full", "text"),
      "the output must be writable, got ENOSPC: no space left on the disk; free space and run the command again",
      2,
    ],
    [
      "a missing program",
      async () => once(spawn(MISSING, []), "exit"),
      `${MISSING} must be on PATH, got none; install it`,
      2,
    ],
    [
      "a port without a server",
      async () => fetch(`http://127.0.0.1:${await freePort()}`),
      'connect "127.0.0.1:PORT" must succeed, got ECONNREFUSED: no program listens there; check the address, and that the server runs',
      2,
    ],
    [
      "a port in use",
      async () => {
        const server = createServer().listen(0, "127.0.0.1");
        await once(server, "listening");
        try {
          const second = createServer().listen((server.address() as AddressInfo).port, "127.0.0.1");
          await once(second, "listening");
        } finally {
          server.close();
        }
      },
      'listen "127.0.0.1:PORT" must succeed, got EADDRINUSE: the port is in use; choose another port or stop the process that uses it',
      2,
    ],
    [
      "the errors of several addresses",
      () => {
        throw new AggregateError(
          [Object.assign(new Error("failed"), { code: "ENETUNREACH", syscall: "connect", address: "::1" })],
          "failed",
        );
      },
      'connect "::1" must succeed, got ENETUNREACH: no network; check the network',
      2,
    ],
  ])("is one line for %s", async (_, work, message, exitCode) => {
    const problem = systemProblem(await errorOf(work));
    expect(problem?.message.replace(/127\.0\.0\.1:\d+/, "127.0.0.1:PORT")).toBe(message);
    expect(problem?.exitCode).toBe(exitCode);
  });

  it.each([
    new TypeError("x is undefined"),
    "text",
    undefined,
    null,
    Object.assign(new Error("failed"), { code: "ENOENT" }),
  ])("is undefined for another error: %p", (error) => {
    expect(systemProblem(error)).toBeUndefined();
  });

  it("does not take a property of every object for a code", () => {
    expect(systemProblem(Object.assign(new Error("failed"), { code: "constructor", syscall: "open" }))).toBeUndefined();
  });
});

/** A port on which no program listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  connect(port, "127.0.0.1").on("error", () => undefined);
  return port;
}
