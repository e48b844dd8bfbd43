import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export class MotoMissingError extends Error {}

export interface MotoProps {
  /** Hears a line for every second of waiting. */
  readonly log: (line: string) => void;
  /** The command that serves moto. @default moto_server */
  readonly command?: string;
  /** How long moto may take to answer. @default 600: it only ends what hangs, as a moto that fails ends by itself */
  readonly timeoutSeconds?: number;
}

/** A moto of our own: a child process on a free loopback port. */
export class MotoServer {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    // Whatever ends this process, its child must not live on and hold the port.
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    child.once("exit", () => process.removeListener("exit", kill));
  }

  static async start(props: MotoProps): Promise<MotoServer> {
    const { log, command = "moto_server", timeoutSeconds = 600 } = props;
    const port = await freePort();
    const child = spawn(command, ["-H", "127.0.0.1", "-p", `${port}`], {
      stdio: "ignore",
      // Without this, attaching a managed policy fails: moto then knows none.
      env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    });
    const failed = new Promise<never>((_, reject) => {
      child.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "ENOENT" ? missing(command) : error));
      child.once("exit", (code, signal) => {
        // 127 is what a version manager's stand-in ends with where the program itself is not installed.
        const ended = new Error(`${command} ended before it answered (${code ?? signal})`);
        reject(code === 127 ? missing(command) : ended);
      });
    });
    failed.catch(() => {});
    const moto = new MotoServer(`http://127.0.0.1:${port}`, child);
    try {
      await Promise.race([waitForMoto(moto.url, { log, timeoutSeconds }), failed]);
    } catch (error) {
      await moto.stop();
      throw error;
    }
    return moto;
  }

  /** Ends the process; a second call does nothing. */
  async stop(): Promise<void> {
    if (this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGKILL");
  }
}

/** Waits until moto answers at `url`. */
export async function waitForMoto(url: string, props: { log: (line: string) => void; timeoutSeconds: number }) {
  for (let second = 0; second < props.timeoutSeconds; second++) {
    if (await answers(url)) return;
    props.log(`waiting for moto at ${url}: ${second + 1} s`);
    await sleep(1_000);
  }
  throw new Error(`moto at ${url} did not answer within ${props.timeoutSeconds} s`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/data.json`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

function missing(command: string): MotoMissingError {
  return new MotoMissingError(`${command} must be on the PATH, got none; install it with: pipx install 'moto[server]'`);
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
