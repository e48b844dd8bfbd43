import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { isRunning } from "../../../../tools/shared/is-running";
import { REPOSITORY_ROOT } from "../../../../tools/shared/repository";
import { NO_SETTINGS, nodeArguments } from "../../../helpers/command";
import { eventually } from "../../../helpers/eventually";
import type { FakeAws } from "./fake-aws";
import { type PluginMode, writePrograms } from "./programs";

interface Settings {
  readonly aws: FakeAws;
  /** The server's port, its folder with `ca.pem` and `socket`, and its user. */
  readonly server: { readonly port: number; readonly folder: string };
  readonly user?: string;
  readonly plugin?: PluginMode | "refused";
  /** Programs that the machine does not have. */
  readonly without?: readonly string[];
  /** Statements for the client's standard input. */
  readonly input?: string;
  /** Further variables of the command. */
  readonly env?: Readonly<Record<string, string>>;
}

/** `npm run database:shell` as a process of its own, with a folder for everything that it writes. */
export class StartedShell {
  /** Home and temporary folder of the command. */
  readonly home: string;
  readonly ended: Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>;
  private readonly outside = mkdtempSync(join(tmpdir(), "shell-outside-"));
  private readonly process: ChildProcess;

  constructor(args: readonly string[], settings: Settings) {
    const { aws, server, user = "reader", plugin = "forwards", without = [], input, env } = settings;
    this.home = mkdtempSync(join(tmpdir(), "shell-home-"));
    const bin = join(this.outside, "bin");
    const all = ["aws", "session-manager-plugin", "mariadb"] as const;
    writePrograms(
      bin,
      all.filter((name) => !without.includes(name)),
    );
    mkdirSync(join(this.home, "tmp"));
    this.process = spawn(process.execPath, [...nodeArguments("database:shell"), ...args], {
      cwd: REPOSITORY_ROOT,
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        ...process.env,
        ...NO_SETTINGS,
        PATH:
          without.length > 0 ? `${bin}${delimiter}/usr/bin${delimiter}/bin` : `${bin}${delimiter}${process.env.PATH}`,
        HOME: this.home,
        TMPDIR: join(this.home, "tmp"),
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: "AKIDCALLER",
        AWS_SECRET_ACCESS_KEY: "key",
        AWS_EC2_METADATA_DISABLED: "true",
        SSL_CERT_FILE: join(server.folder, "ca.pem"),
        PROGRAM_LOG: this.logFile,
        CLIENT_NOTE: join(this.outside, "client"),
        REAL_CLIENT: "/usr/bin/mariadb",
        SERVER_SOCKET: join(server.folder, "socket"),
        SERVER_USER: user,
        FORWARD_TO: `${server.port}`,
        PLUGIN: plugin,
        ...env,
      },
    });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      this.process[name]?.setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
      });
    }
    this.process.stdin?.on("error", () => undefined);
    if (input !== undefined) {
      this.process.stdin?.end(input);
    }
    this.ended = new Promise((resolve) => {
      this.process.once("close", (status) => resolve({ status, ...output }));
    });
  }

  /** Number and password of the client's process, once it has started. */
  client(): Promise<{ readonly pid: number; readonly password: string }> {
    const file = join(this.outside, "client");
    return eventually(() => {
      const [pid, password] = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
      return password ? { pid: Number(pid), password } : undefined;
    }, "the client");
  }

  /** What the fake programs have noted. */
  get log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, "utf8") : "";
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Text of every file that the command has written at this moment. */
  files(): string {
    return readdirSync(this.home, { recursive: true, encoding: "utf8" })
      .map((name) => join(this.home, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path, "latin1"))
      .join("\n");
  }

  /** Ends the command and the plugin, which would outlive a killed command, and removes everything. */
  remove(): void {
    this.process.kill("SIGKILL");
    const [, plugin] = /plugin (\d+)/.exec(this.log) ?? [];
    if (plugin !== undefined && isRunning(Number(plugin))) {
      process.kill(Number(plugin), "SIGKILL");
    }
    rmSync(this.home, { recursive: true, force: true });
    rmSync(this.outside, { recursive: true, force: true });
  }

  private get logFile(): string {
    return join(this.outside, "log");
  }
}

/** Numbers of the processes whose arguments or variables contain a text. */
export function processesWith(part: "cmdline" | "environ", text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/${part}`, "utf8").includes(text);
      } catch {
        // It has ended.
        return false;
      }
    })
    .map(Number);
}
