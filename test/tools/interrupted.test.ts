import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Command, NO_SETTINGS, nodeArguments } from "../helpers/command";
import { eventually } from "../helpers/eventually";
import { ScratchCopy } from "../helpers/scratch";
import { temporaryFolder } from "../helpers/temporary-folder";
import { FakeTerraform } from "./plan/fake-terraform";

const copy = new ScratchCopy("", ".build/compiled", ".build/functions");

/** Writes its process ID to `started` and waits. A signal ends it, and it notes this in `ended`. */
const WAITS = `echo $$ > "$STARTED"; trap 'echo >> "$ENDED"; exit 1' INT TERM; while :; do sleep 1 & wait $!; done`;

/** Stops main.ts in the middle: at the first stack that it writes. */
const STOPS_MAIN = `
  if (process.argv.includes("main.ts")) {
    const fs = require("node:fs");
    const write = fs.writeFileSync;
    fs.writeFileSync = (path, ...rest) => {
      write(path, ...rest);
      if (String(path).endsWith("cdk.tf.json")) {
        write(process.env.STARTED, String(process.pid));
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      }
    };
  }
`;

/** A command in a process group of its own, like that of a terminal. */
class Running {
  readonly folder = temporaryFolder();
  readonly output = { stdout: "", stderr: "" };
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown[]>;

  /** @param programs shell scripts by the name of the program that they replace */
  constructor(
    command: Command,
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>> = {},
    programs: Readonly<Record<string, string>> = {},
  ) {
    const bin = join(this.folder, "bin");
    mkdirSync(bin);
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    this.child = spawn(process.execPath, [...nodeArguments(command), ...args], {
      cwd: copy.root,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        ...NO_SETTINGS,
        PATH: `${bin}:${process.env.PATH}`,
        STARTED: join(this.folder, "started"),
        ENDED: join(this.folder, "ended"),
        CDKTF_OUTDIR: join(this.folder, "out"),
        ...env,
      },
    });
    this.closed = once(this.child, "close");
    for (const stream of ["stdout", "stderr"] as const) {
      this.child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        this.output[stream] += text;
      });
    }
  }

  /** The process that waits in the middle of the command's work. */
  async started(): Promise<number> {
    const file = join(this.folder, "started");
    return eventually(() => {
      expect(this.child.exitCode ?? this.output).toBe(this.output);
      return (existsSync(file) && Number(readFileSync(file, "utf8"))) || undefined;
    }, "the middle of the command");
  }

  /** Waits until the command has printed a text. */
  said(text: string): Promise<true> {
    return eventually(() => this.output.stdout.includes(text) || undefined, text);
  }

  /** Sends a signal to the whole group, as a terminal does for Ctrl-C. Returns the exit code and standard error. */
  async interrupt(signal: NodeJS.Signals = "SIGINT") {
    process.kill(-(this.child.pid as number), signal);
    return this.end();
  }

  async end() {
    const [code] = await this.closed;
    return { code, stderr: this.output.stderr };
  }
}

function isRunning(pid: number): boolean {
  try {
    // A zombie has ended. Its parent, e.g. the first process of a container, may not have noticed.
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

const gone = (pid: number) => eventually(() => !isRunning(pid) || undefined, `the end of process ${pid}`);
const locks = () => readdirSync(join(copy.root, ".build")).filter((name) => name.endsWith(".lock"));

async function server(listener: RequestListener): Promise<string> {
  const made = createServer(listener).listen(0, "127.0.0.1").unref();
  await once(made, "listening");
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

describe("Ctrl-C in the middle of", () => {
  const preset = join(temporaryFolder(), "preset.cjs");
  writeFileSync(preset, STOPS_MAIN);
  const stopsMain = { NODE_OPTIONS: `--require ${preset}` };
  const TERRAFORM = `case $1 in version) echo '{"terraform_version":"1.11.4"}' ;; *) ${WAITS} ;; esac`;

  it.each<[Command, string[], string]>([
    ["stacks", ["dev-state"], "Synthesizing dev-state ...\n"],
    ["evacuate", ["--environment", "dev", "--region", "eu-west-1"], "Reading the configuration ...\n"],
  ])("%s ends the synthesis and writes no stacks", async (command, args, before) => {
    const running = new Running(command, args, stopsMain);
    const pid = await running.started();
    expect(await running.interrupt()).toEqual({
      code: 130,
      stderr: `${before}interrupted, waiting for the end of node\n`,
    });
    await gone(pid);
    expect(running.output.stdout).toBe("");
    expect(existsSync(join(running.folder, "out"))).toBe(false);
  });

  it("state:bootstrap ends Terraform, and a second one does not start at the same time", async () => {
    const args = ["--environment", "dev"];
    const running = new Running("state:bootstrap", args, {}, { terraform: TERRAFORM });
    const pid = await running.started();
    const second = await new Running("state:bootstrap", args, {}, { terraform: TERRAFORM }).end();
    expect(second.stderr).toMatch(
      /^npm run state:bootstrap for dev must not run twice at the same time, got process \d+; wait until it ends\n$/,
    );
    expect(second.code).toBe(1);
    expect(await running.interrupt()).toEqual({
      code: 130,
      stderr: "interrupted, waiting for the end of terraform\n",
    });
    await gone(pid);
    expect(existsSync(join(running.folder, "ended"))).toBe(true);
    expect([locks(), readdirSync(copy.root).filter((name) => name.includes("tfstate"))]).toEqual([[], []]);
  });

  it("plan:changed leaves a folder that the next run accepts", async () => {
    const fake = new FakeTerraform();
    const out = join(fake.folder, "plans");
    const stacks = (is: number) =>
      fake.synthesize(`head-${is}`, { "dev-a": { configuration: { locals: { is } } }, "dev-b": { configuration: {} } });
    const args = ["--base", stacks(1), "--head", stacks(2), "--out", out];
    const waiting = `case $1 in version) echo '{"terraform_version":"1.11.4"}' ;; plan) echo half > ${out}/dev-a.tfplan; ${WAITS} ;; esac`;
    const running = new Running("plan:changed", args, {}, { terraform: waiting });
    const pid = await running.started();
    expect(await running.interrupt("SIGTERM")).toEqual({
      code: 143,
      stderr: "interrupted, waiting for the end of terraform\n",
    });
    await gone(pid);
    expect([locks(), readdirSync(out)]).toEqual([[], []]);
    expect(await new Running("plan:changed", args, { PATH: fake.searchPath }).end()).toEqual({ code: 0, stderr: "" });
    expect(readdirSync(out)).toContain("report.json");
    fake.remove();
  });

  it("plan:base removes its working tree", async () => {
    const git = `case "$1 $2" in "worktree add") mkdir -p .build/base; ${WAITS} ;; "worktree prune") echo >> "$ENDED.pruned" ;; esac`;
    const out = join(temporaryFolder(), "base");
    const running = new Running("plan:base", ["--ref", "HEAD", "--out", out], {}, { git });
    const pid = await running.started();
    expect(await running.interrupt()).toEqual({ code: 130, stderr: "interrupted, waiting for the end of git\n" });
    await gone(pid);
    expect(readFileSync(join(running.folder, "ended.pruned"), "utf8")).toBe("\n\n");
    expect([locks(), existsSync(out), existsSync(join(copy.root, ".build", "base"))]).toEqual([[], false, false]);
  });

  it("drill:path restores Direct Connect", async () => {
    const alarms = [
      "virtual-interface-down",
      "vpn-down",
      "both-down",
      "on-vpn",
      "heartbeat-missing",
      "foreign-route",
      "dead-end",
    ];
    const aws = `case "$*" in
      *describe-virtual-interfaces*) echo '["up"]' ;;
      *get-parameter*) echo '"free"' ;;
      *describe-alarms*) shift 3; printf '['; for word in ${alarms.join(" ")}; do printf '["%s%s","OK"],' "$1" "$word"; done; echo '["x","OK"]]' ;;
      *start-bgp-failover-test*) ;;
      *filter-log-events*) echo $$ > "$STARTED"; echo '[]' ;;
      *stop-bgp-failover-test*) echo >> "$ENDED" ;;
    esac`;
    const args = ["--virtual-interface", "dxvif-1", "--log-group", "/a-path-monitor", "--region", "us-east-1"];
    const running = new Running("drill:path", args, {}, { aws: `trap '' INT\n${aws}` });
    await running.started();
    expect(await running.interrupt()).toEqual({ code: 130, stderr: "the drill was interrupted\n" });
    expect(readFileSync(join(running.folder, "ended"), "utf8")).toBe("\n");
  });

  it("release ends at once while it asks for the account", async () => {
    const asked = temporaryFolder();
    const url = await server((request) => writeFileSync(join(asked, "asked"), `${request.url}`));
    const running = new Running("release", ["--environment", "dev"], {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "sample",
      AWS_SECRET_ACCESS_KEY: "sample",
    });
    await eventually(() => existsSync(join(asked, "asked")) || undefined, "the request");
    expect(await running.interrupt()).toEqual({ code: 130, stderr: "interrupted\n" });
  });

  it("emulator stops it, also during the start of moto", async () => {
    const url = await server((_, response) => response.end("{}"));
    const ready = new Running("emulator", ["--port", "0", "--moto", url]);
    await ready.said("Stop it with Ctrl-C");
    expect(await ready.interrupt()).toEqual({ code: 0, stderr: "" });
    const starting = new Running("emulator", ["--port", "0"], {}, { moto_server: WAITS });
    const pid = await starting.started();
    expect(await starting.interrupt()).toMatchObject({ code: 0 });
    await gone(pid);
  });
});

describe("emulator", () => {
  it("says which port is in use", async () => {
    const url = await server((_, response) => response.end("{}"));
    const { port } = new URL(url);
    expect(await new Running("emulator", ["--port", port, "--moto", url]).end()).toEqual({
      code: 1,
      stderr: `port must be free, got ${port}; choose another port, 0 for any free port, or stop the process that uses it\n`,
    });
  });
});

describe("the streams of a command:", () => {
  /** Runs a command in a shell, with its redirections. */
  function shell(command: Command, args: string, redirections: string, env = {}) {
    const line = `"${process.execPath}" ${nodeArguments(command).join(" ")} ${args} ${redirections}`;
    return new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const child = spawn("bash", ["-o", "pipefail", "-c", line], {
        cwd: copy.root,
        env: { ...process.env, ...NO_SETTINGS, ...env },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
      });
      child.once("close", (code) => resolve({ code, stderr }));
    });
  }

  it("a reader that ends early causes no error", async () => {
    expect(await shell("regions", "--environment dev", "| head -1")).toEqual({ code: 0, stderr: "" });
    expect(await shell("regions", "--environment dev", "| true")).toEqual({ code: 0, stderr: "" });
  });

  it("a reader of plan:comment that ends early causes no error, and the comment is written", async () => {
    const plans = temporaryFolder();
    writeFileSync(join(plans, "report.json"), JSON.stringify({ plans: [], deleted: [] }));
    writeFileSync(join(plans, "event.json"), JSON.stringify({ pull_request: { number: 7 } }));
    const methods: string[] = [];
    const url = await server((request, response) => {
      methods.push(`${request.method}`);
      request.resume();
      response.setHeader("content-type", "application/json").end(request.method === "GET" ? "[]" : '{"id":1}');
    });
    const env = {
      GITHUB_API_URL: url,
      GITHUB_TOKEN: "sample",
      GITHUB_REPOSITORY: "a/b",
      GITHUB_EVENT_PATH: join(plans, "event.json"),
    };
    expect(await shell("plan:comment", `--plans ${plans}`, "| true", env)).toEqual({ code: 0, stderr: "" });
    expect(methods).toEqual(["GET", "POST"]);
  });

  it("a full disk gives one line and exit code 2", async () => {
    expect(await shell("regions", "--environment dev", "> /dev/full")).toEqual({
      code: 2,
      stderr:
        "the output must be writable, got ENOSPC: no space left on the disk; free space and run the command again\n",
    });
  });

  it("closed ones change nothing", async () => {
    expect(await shell("regions", "--environment dev", "<&- >&-")).toEqual({ code: 0, stderr: "" });
    expect(await shell("new", "environment a-b", "<&-")).toMatchObject({
      code: 1,
      stderr: "--account, --region, --architectures must be given if there is no terminal, got nothing\n",
    });
  });
});
