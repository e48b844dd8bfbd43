import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "./start-error";

/** The command that serves moto is not installed. */
export class MotoMissingError extends StartError {
  constructor(command = "moto_server") {
    super(`${command} must be on the PATH, got none; install it with: pipx install 'moto[server]'`);
  }
}

export interface MotoProps {
  /** Called with one line for every second of waiting. */
  readonly log: (line: string) => void;
  /** The command that starts moto's server. @default moto_server */
  readonly command?: string;
  /**
   * Time limit in seconds for moto's start. moto needs 3 s of CPU time, which takes longer on a busy machine. The limit ends
   * only a process that hangs, because a failed moto exits. @default 600
   */
  readonly timeoutSeconds?: number;
}

/** Line in the log of moto's web server when it listens. */
const ADDRESS = / \* Running on (http:\/\/127\.0\.0\.1:\d+)\s/;
/** Number of characters of moto's log in an error. */
const LOG_SHOWN = 2_000;

const SETTINGS = {
  // Loads the AWS managed policies. Otherwise attaching one fails.
  MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
  // Seconds until a certificate is issued. moto's default is 60.
  MOTO_ACM_VALIDATION_WAIT: "0",
};

/** moto as a child process, on a loopback port that the kernel chooses. */
export class MotoServer {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.child = child;
  }

  /**
   * Starts moto and waits until it listens.
   *
   * @throws MotoMissingError when the command is not on PATH
   * @throws StartError when the command ends or does not listen in time
   */
  static async start(props: MotoProps): Promise<MotoServer> {
    const { log, command = "moto_server", timeoutSeconds = 600 } = props;
    // With port 0, the kernel chooses the port. No other process can use it before moto does.
    const child = spawn(command, ["-H", "127.0.0.1", "-p", "0"], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, ...SETTINGS },
    });
    // Otherwise moto would continue to run after this process and use the port.
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    child.once("exit", () => process.removeListener("exit", kill));
    let seconds = 0;
    const clock = setInterval(() => log(`waiting for ${command}: ${++seconds} s`), 1_000);
    try {
      return new MotoServer(await addressOf(child, command, timeoutSeconds), child);
    } catch (error) {
      kill();
      throw error;
    } finally {
      clearInterval(clock);
    }
  }

  /** Kills the process and waits for its end. A second call has no effect. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) {
      return;
    }
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}

/** The URL in moto's log. The log is read to its end, because otherwise moto would block when the pipe is full. */
function addressOf(child: ChildProcess, command: string, timeoutSeconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const limit = setTimeout(
      () =>
        reject(
          new StartError(
            `${command} must listen within ${timeoutSeconds} s, got no address; its last output is: ${lastLine(text)}`,
          ),
        ),
      timeoutSeconds * 1_000,
    );
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(-LOG_SHOWN);
      const address = ADDRESS.exec(text)?.[1];
      if (address !== undefined) {
        clearTimeout(limit);
        resolve(address);
      }
    });
    child.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(limit);
      reject(
        error.code === "ENOENT"
          ? new MotoMissingError(command)
          : new StartError(`${command} must start, got ${error.code}`),
      );
    });
    child.once("close", (code, signal) => {
      clearTimeout(limit);
      // A version manager's shim exits with 127 if the program is not installed.
      const ended = new StartError(
        `${command} must listen, got its end with ${code ?? signal}; its last output is: ${lastLine(text)}`,
      );
      reject(code === 127 ? new MotoMissingError(command) : ended);
    });
  });
}

/** The last line of moto's log, which contains Python's error. */
function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "nothing";
}

/**
 * Waits until moto answers at `url`.
 *
 * @throws StartError when the time is over
 */
export async function waitForMoto(url: string, props: { log: (line: string) => void; timeoutSeconds: number }) {
  for (let second = 0; second < props.timeoutSeconds; second++) {
    if (await answers(url)) {
      return;
    }
    props.log(`waiting for moto at ${url}: ${second + 1} s`);
    await sleep(1_000);
  }
  throw new StartError(
    `moto at ${url} must answer within ${props.timeoutSeconds} s, got no answer; start it, or omit its URL to start a new one`,
  );
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/data.json`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
