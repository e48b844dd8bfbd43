import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request as send } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Operation } from "../../tools/local-runtime/control/operation";
import type { RuntimeState } from "../../tools/local-runtime/control/runtime-state";
import { readAll } from "../../tools/local-runtime/loopback-server";
import { LOCAL_ACCESS_KEY } from "../../tools/local-runtime/runtime/local-access-key";
import type { RunningRuntime } from "../../tools/local-runtime/runtime/run-file";
import { signRequest } from "../../tools/shared/sign-request";
import { type ActiveActiveInput, activeActiveInput } from "./active-active";
import { NO_SETTINGS, nodeArguments } from "./command";
import { sampleInput } from "./environments";
import { eventually } from "./eventually";
import { placeConfig } from "./place-config";
import { ScratchCopy } from "./scratch";

/** An answer, or the code of the system's error without one. */
export interface Answer {
  readonly status: number | string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any response of the API
  readonly json: any;
}

/** Text of an environment's file with the active-active backend only. */
export function backendConfig(
  section: Partial<ActiveActiveInput> = {},
  regions: readonly string[] = ["eu-west-1", "eu-central-1"],
  name = "dev",
): string {
  const activeActive = { ...activeActiveInput(regions), ...section };
  const environment = sampleInput({ name, threeTier: undefined, activeActive });
  return `export default ${JSON.stringify(environment)};\n`;
}

/** A copy of the repository with other environments. Synthesizing one backend takes about a second. */
export function runtimeCopy(files: Readonly<Record<string, string>> = { "dev.ts": backendConfig() }): ScratchCopy {
  const copy = new ScratchCopy("", ".build/compiled", ".build/functions");
  placeConfig(join(copy.root, "config"), files);
  return copy;
}

/** Milliseconds for the end of a group, of which the command itself allows two seconds. */
const END_WITHIN_MS = 120_000;
const LATE = Symbol("late");

function within<T>(ms: number, wanted: Promise<T>): Promise<T | typeof LATE> {
  const limit = new AbortController();
  return Promise.race([wanted, setTimeout(ms, LATE, { signal: limit.signal })]).finally(() => limit.abort());
}

/** `npm start` in a process group of its own, like that of a terminal. */
export class StartedRuntime {
  readonly output = { stdout: "", stderr: "" };
  readonly closed: Promise<unknown[]>;
  private readonly child: ChildProcess;
  private readonly path: string;
  private place: Required<RunningRuntime> | undefined;

  /** @param args options. The ports are free ones unless they say otherwise */
  constructor(
    copy: ScratchCopy,
    args: readonly string[] = [],
    env: Readonly<Record<string, string | undefined>> = {},
    environment = "dev",
  ) {
    this.path = join(copy.root, ".build", "local-runtime", `${environment}.json`);
    const ports = args.includes("--port") ? [] : ["--port", "0"];
    this.child = spawn(process.execPath, [...nodeArguments("start"), ...ports, ...args], {
      cwd: copy.root,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...NO_SETTINGS, ...env },
    });
    this.closed = once(this.child, "close");
    for (const stream of ["stdout", "stderr"] as const) {
      this.child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        this.output[stream] += text;
      });
    }
  }

  /** Starts the runtime, and waits until it is ready. */
  static async ready(
    copy: ScratchCopy,
    args: readonly string[] = [],
    env: Readonly<Record<string, string | undefined>> = {},
  ): Promise<StartedRuntime> {
    const runtime = new StartedRuntime(copy, args, env);
    await runtime.ready();
    return runtime;
  }

  get pid(): number {
    return this.child.pid as number;
  }

  /** Waits until the runtime is ready. */
  async ready(): Promise<void> {
    await eventually(() => {
      expect(this.child.exitCode ?? this.output).toBe(this.output);
      return this.output.stdout.includes("Ctrl-C ends it") || undefined;
    }, "the runtime");
    this.place = JSON.parse(readFileSync(this.path, "utf8")) as Required<RunningRuntime>;
    expect(this.place.pid).toBe(this.pid);
  }

  get urls(): Required<RunningRuntime> {
    return this.place as Required<RunningRuntime>;
  }

  async state(): Promise<RuntimeState> {
    const response = await fetch(new URL("state", this.urls.control));
    return (await response.json()) as RuntimeState;
  }

  /** Waits until the state is as wanted. */
  until<T>(find: (state: RuntimeState) => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
    return eventually(async () => find(await this.state()), what, 50);
  }

  async operate(operation: Operation): Promise<void> {
    const response = await fetch(new URL("operations", this.urls.control), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(operation),
    });
    expect([response.status, await response.text()]).toEqual([204, ""]);
  }

  /** Sends a signed request on a connection of its own. @param base URL of a region, or undefined for the shared name */
  async request(method: "GET" | "POST", path: string, body?: object, base = this.urls.sharedUrl): Promise<Answer> {
    const text = body && JSON.stringify(body);
    const headers = text === undefined ? {} : { "content-type": "application/json" };
    const signed = await signRequest(
      { method, url: `${base}${path}`, headers, ...(text ? { body: text } : {}) },
      LOCAL_ACCESS_KEY,
    );
    const outgoing = send(signed.url, { method, headers: { ...signed.headers, connection: "close" }, agent: false });
    try {
      outgoing.end(text);
      const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
      const answer = (await readAll(incoming)).toString();
      return { status: incoming.statusCode ?? 0, json: answer === "" ? undefined : JSON.parse(answer) };
    } catch (error) {
      return { status: (error as NodeJS.ErrnoException).code ?? String(error), json: undefined };
    }
  }

  /** Closes the pipes of the output, as a reader does that ends. */
  closeOutput(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  /** Sends a signal to the whole group, as a terminal does for Ctrl-C. Returns the exit code. */
  async end(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      process.kill(-this.pid, signal);
    }
    const code = await within(END_WITHIN_MS, this.closed);
    if (code === LATE) {
      const group = spawnSync("ps", ["-eo", "pgid,pid,ppid,stat,wchan:20,args"], { encoding: "utf8" }).stdout;
      const members = group.split("\n").filter((line) => Number.parseInt(line, 10) === this.pid);
      process.kill(-this.pid, "SIGKILL");
      throw new Error(
        `npm start must end after ${signal}, got these processes:\n${members.join("\n")}\n${this.output.stderr}`,
      );
    }
    return code[0] as number | null;
  }
}
