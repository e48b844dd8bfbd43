import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { closeServer, listenOnLoopback } from "../../../../tools/local-runtime/loopback-server";
import { RunFile } from "../../../../tools/local-runtime/runtime/run-file";
import { temporaryFolder } from "../../../helpers/temporary-folder";

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn("true");
  await once(child, "close");
  return child.pid as number;
}

describe("RunFile", () => {
  let folder: string;
  let file: RunFile;
  let server: Server;
  let control: string;

  beforeAll(async () => {
    server = createServer((request, response) => response.writeHead(request.url === "/token/state" ? 200 : 404).end());
    control = `${await listenOnLoopback(server)}/token/`;
  });
  afterAll(() => closeServer(server));
  beforeEach(() => {
    folder = temporaryFolder();
    file = new RunFile("dev", join(folder, "local-runtime"));
  });

  const write = (content: object) => writeFileSync(file.path, JSON.stringify(content));

  it("only its user can read", async () => {
    await file.claim();
    file.publish({ control, sharedUrl: "http://127.0.0.1:4100", regionUrls: {} });
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "local-runtime")).mode & 0o777).toBe(0o700);
    expect(JSON.parse(readFileSync(file.path, "utf8"))).toEqual({
      pid: process.pid,
      environment: "dev",
      control,
      sharedUrl: "http://127.0.0.1:4100",
      regionUrls: {},
    });
    expect(await file.running()).toMatchObject({ control });
  });

  it("is removed by its process only", async () => {
    await file.claim();
    write({ pid: 1 });
    file.remove();
    expect(existsSync(file.path)).toBe(true);
    write({ pid: process.pid });
    file.remove();
    expect(existsSync(file.path)).toBe(false);
    file.remove();
  });

  it("names the process that runs, and its page", async () => {
    await file.claim();
    write({ pid: process.ppid, environment: "dev", control });
    await expect(file.claim()).rejects.toThrow(
      `npm start of dev must not run twice at the same time, got process ${process.ppid}, whose page is ${control}; ` +
        "stop it with Ctrl-C, or use it",
    );
    write({ pid: process.ppid, environment: "dev" });
    await expect(file.claim()).rejects.toThrow(`got process ${process.ppid}; stop it`);
  });

  it.each<[string, () => Promise<void> | void]>([
    ["that ended", async () => write({ pid: await endedProcess(), control })],
    ["whose number another process has", () => write({ pid: process.ppid, control: `${control}other/` })],
    [
      "that never became ready, and whose number another process has",
      () => {
        write({ pid: process.ppid });
        utimesSync(file.path, 0, 0);
      },
    ],
    ["that was killed while it wrote", () => writeFileSync(file.path, '{ "pid":')],
  ])("takes over from a runtime %s", async (_, leave) => {
    await file.claim();
    await leave();
    expect(await file.running()).toBeUndefined();
    await file.claim();
    expect(file.read()).toEqual({ pid: process.pid, environment: "dev" });
  });
});
