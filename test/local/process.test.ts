import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { closeServer, listenOnLoopback } from "../../tools/local-runtime/loopback-server";
import { eventually } from "../helpers/eventually";
import { backendConfig, runtimeCopy, StartedRuntime } from "../helpers/started-runtime";
import { temporaryFolder } from "../helpers/temporary-folder";

/** Ports of a runtime: its page, the shared name, and its regions. */
function portsOf({ urls: { control, sharedUrl, regionUrls } }: StartedRuntime): number[] {
  return [control, sharedUrl, ...Object.values(regionUrls)].map((url) => Number(new URL(url).port));
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true) ?? socket.destroy());
    socket.once("error", () => resolve(false));
  });
}

/** A port with three free ports on each side, below those that the system gives to other programs. */
async function freePorts(): Promise<number> {
  for (let port = 20_004; port < 30_000; port += 10) {
    const around = [-3, -2, -1, 0, 1, 2, 3].map((more) => isOpen(port + more));
    if (!(await Promise.all(around)).includes(true)) {
      return port;
    }
  }
  throw new Error("no seven free ports in a row");
}

/** Processes of a group. */
function processesOf(group: number): string[] {
  const lines = execFileSync("ps", ["-eo", "pgid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => new RegExp(`^\\s*${group}\\s+[^Z]`).test(line));
}

/** Makes a folder of the repository read-only, also for root. */
const readOnly = (name: string) => `
  const fs = require("node:fs");
  for (const call of ["mkdirSync", "writeFileSync", "renameSync", "rmSync"]) {
    const original = fs[call];
    fs[call] = (path, ...rest) => {
      if (require("node:path").relative(process.cwd(), String(path)).split("/")[0].includes(${JSON.stringify(name)})) {
        throw Object.assign(new Error("EROFS"), { code: "EROFS", syscall: call, path });
      }
      return original(path, ...rest);
    };
  }
`;

describe("npm start", () => {
  const copy = runtimeCopy({ "dev.ts": backendConfig() });
  const folder = join(copy.root, ".build", "local-runtime");
  /** Folder for temporary files of the runtime alone, because other programs use that of the machine. */
  const temporary = temporaryFolder();
  const ready = () => StartedRuntime.ready(copy, [], { TMPDIR: temporary });

  async function expectNothingLeft(runtime: StartedRuntime): Promise<void> {
    await eventually(() => processesOf(runtime.pid).length === 0 || undefined, "the end of all processes");
    expect(await Promise.all(portsOf(runtime).map(isOpen))).not.toContain(true);
    expect(readdirSync(folder)).toEqual([]);
  }

  it.each<NodeJS.Signals>(["SIGINT", "SIGTERM", "SIGHUP"])(
    "ends in order after %s, and leaves nothing",
    async (signal) => {
      const runtime = await ready();
      expect(await Promise.all(portsOf(runtime).map(isOpen))).toEqual([true, true, true, true]);
      expect(await runtime.end(signal)).toBe(0);
      expect(runtime.output.stderr).toBe("Synthesizing every environment ...\n");
      await expectNothingLeft(runtime);
      expect(readdirSync(temporary)).toEqual([]);
    },
  );

  it("ends although clients keep their connections and a reload runs", async () => {
    const runtime = await StartedRuntime.ready(copy);
    const [, shared = 0] = portsOf(runtime);
    const idle = connect(shared, "127.0.0.1");
    idle.on("error", () => undefined);
    const events = await fetch(new URL("events", runtime.urls.control));
    writeFileSync(join(copy.root, "config/dev.ts"), `${backendConfig()}\n`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await runtime.end()).toBe(0);
    await expect(events.text()).rejects.toThrow();
    await expectNothingLeft(runtime);
    idle.destroy();
  });

  it("leaves only its file when it is killed, and the next start takes over", async () => {
    const killed = await ready();
    await killed.request("POST", "/items", { item_id: "one" });
    await killed.end("SIGKILL");
    await eventually(() => processesOf(killed.pid).length === 0 || undefined, "the end of all processes");
    expect([readdirSync(folder), readdirSync(temporary)]).toEqual([["dev.json"], []]);
    expect(await Promise.all(portsOf(killed).map(isOpen))).not.toContain(true);
    const next = await StartedRuntime.ready(copy);
    expect((await next.request("GET", "/items/one")).status).toBe(404);
    expect(await next.end()).toBe(0);
    await expectNothingLeft(next);
  });

  it("refuses a second one of the same environment in one line", async () => {
    const first = await StartedRuntime.ready(copy);
    const second = new StartedRuntime(copy);
    expect(await second.end("SIGCONT")).toBe(1);
    expect(second.output).toEqual({
      stdout: "",
      stderr:
        `npm start of dev must not run twice at the same time, got process ${first.pid}, whose page is ` +
        `${first.urls.control}; stop it with Ctrl-C, or use it\n`,
    });
    expect((await first.request("GET", "/health")).status).toBe(200);
    expect(await first.end()).toBe(0);
  });

  describe("with a port that is in use", () => {
    const server: Server = createServer();
    let taken = 0;
    beforeAll(async () => {
      taken = await freePorts();
      await listenOnLoopback(server, taken);
    });
    afterAll(() => closeServer(server));

    it.each([
      ["the page", 1],
      ["the shared name", 0],
      ["the first region", -1],
      ["the second region", -2],
    ])("names that of %s, and leaves nothing", async (_, offset) => {
      const runtime = new StartedRuntime(copy, ["--port", String(taken + offset)]);
      expect(await runtime.end("SIGCONT")).toBe(1);
      expect(runtime.output.stderr.split("\n").slice(1)).toEqual([
        `port must be free, got ${taken}; choose another with --port, 0 for free ports, or stop the process that uses it`,
        "",
      ]);
      expect(readdirSync(folder)).toEqual([]);
      expect(await Promise.all([-3, -2, -1, 1, 2, 3].map((more) => isOpen(taken + more)))).not.toContain(true);
    });
  });

  it("shows the problems of the configuration, and runs nothing", async () => {
    const broken = runtimeCopy({ "dev.ts": backendConfig().replace('"iam"', '"iamm"') });
    const runtime = new StartedRuntime(broken);
    expect(await runtime.end("SIGCONT")).toBe(1);
    expect(runtime.output.stdout).toBe("");
    expect(runtime.output.stderr).toMatch(/\nconfig\/dev\.ts: 1 problem\n {2}activeActive\.api\.auth.*\n$/);
    expect(existsSync(join(broken.root, "cdktf.out"))).toBe(false);
  });

  it("says why no backend runs, and which environment has one", async () => {
    const none = runtimeCopy({ "staging.ts": backendConfig({}, undefined, "staging") });
    const runtime = new StartedRuntime(none);
    expect(await runtime.end("SIGCONT")).toBe(0);
    expect(runtime.output.stdout).toMatch(
      /\nNo backend runs on this machine, because config\/dev\.ts has no activeActive section\.\nRun .*:\n {2}npm start -- --environment staging\n$/,
    );
    const named = new StartedRuntime(none, ["--environment", "nowhere"], {}, "nowhere");
    expect(await named.end("SIGCONT")).toBe(1);
    expect(named.output.stderr).toMatch(/^--environment must be one of staging, got "nowhere"\n$/);
  });

  it("runs two environments at once", async () => {
    const both = runtimeCopy({
      "dev.ts": backendConfig({ domain: { name: "a.example.com", hostedZone: { create: "a.example.com" } } }),
      "staging.ts": backendConfig(
        { domain: { name: "b.example.com", hostedZone: { create: "b.example.com" } }, table: { name: "Other" } },
        undefined,
        "staging",
      ),
    });
    const one = await StartedRuntime.ready(both);
    const other = new StartedRuntime(both, ["--environment", "staging"], {}, "staging");
    await other.ready();
    expect((await one.state()).environment).toBe("dev");
    expect((await other.state()).environment).toBe("staging");
    const third = new StartedRuntime(both, ["--environment", "staging"], {}, "staging");
    expect(await third.end("SIGCONT")).toBe(1);
    expect([await one.end(), await other.end()]).toEqual([0, 0]);
  });

  it("continues without a reader of its output", async () => {
    const runtime = await StartedRuntime.ready(copy, ["--speed", "20"]);
    runtime.closeOutput();
    for (let count = 0; count < 5; count++) {
      await runtime.operate({ type: "clients", region: count % 2 === 0 ? "us-east-1" : "eu-west-1" });
    }
    expect((await runtime.request("GET", "/health")).status).toBe(200);
    expect(await runtime.end()).toBe(0);
    await expectNothingLeft(runtime);
  });

  it.each([".build", "cdktf.out"])("says in one line that %s cannot be written", async (name) => {
    const preset = join(temporaryFolder(), "preset.cjs");
    writeFileSync(preset, readOnly(name));
    const runtime = new StartedRuntime(copy, [], { NODE_OPTIONS: `--require ${preset}` });
    expect(await runtime.end("SIGCONT")).toBe(2);
    expect(runtime.output.stdout).toBe("");
    expect(runtime.output.stderr.replace("Synthesizing every environment ...\n", "")).toMatch(/^.*EROFS.*; .*\n$/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("lists the stacks only, with --once", async () => {
    const runtime = new StartedRuntime(copy, ["--once"]);
    expect(await runtime.end("SIGCONT")).toBe(0);
    expect(runtime.output.stdout).toContain("dev-active-active-table");
    expect(runtime.output.stdout).not.toContain("Ctrl-C");
    expect(readFileSync(join(copy.root, "cdktf.out", "manifest.json"), "utf8")).toContain("dev-active-active-table");
  });
});
