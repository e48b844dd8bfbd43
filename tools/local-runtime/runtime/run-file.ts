import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isRunning } from "../../shared/is-running";
import { SCRATCH } from "../../shared/repository";
import { UsageError } from "../../shared/usage-error";
import { writeWhole } from "../../shared/write-file";

/** Where a running local runtime answers. */
export interface RunningRuntime {
  readonly pid: number;
  readonly environment: string;
  /** URL of the control API and of the page, with the token and a slash at its end. Undefined until the runtime is ready. */
  readonly control?: string;
  /** URL of the listener of the shared name. */
  readonly sharedUrl?: string;
  /** URL of the listener of each region. */
  readonly regionUrls?: Readonly<Record<string, string>>;
}

const FOLDER = join(SCRATCH, "local-runtime");

/** Milliseconds in which a runtime becomes ready or answers, also on a busy machine. */
const START_MS = 300_000;
const ANSWER_MS = 10_000;

/** The file that states where the runtime of an environment answers. Only its user can read it, because it has the token. */
export class RunFile {
  readonly path: string;
  private readonly environment: string;

  constructor(environment: string, folder = FOLDER) {
    this.environment = environment;
    this.path = join(folder, `${environment}.json`);
  }

  /** The runtime that listens on a port, if one does. */
  static async ownerOf(port: number, folder = FOLDER): Promise<RunningRuntime | undefined> {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    for (const file of names.map((name) => new RunFile(name.slice(0, -".json".length), folder))) {
      const { control, sharedUrl, regionUrls = {} } = file.read() ?? {};
      const ports = [control, sharedUrl, ...Object.values(regionUrls)].map((url) => Number(url && new URL(url).port));
      const owner = ports.includes(port) ? await file.running() : undefined;
      if (owner) {
        return owner;
      }
    }
    return undefined;
  }

  /** The runtime that wrote the file, and that may have ended. Undefined without a file. */
  read(): RunningRuntime | undefined {
    try {
      return JSON.parse(readFileSync(this.path, "utf8")) as RunningRuntime;
    } catch (error) {
      if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") {
        return undefined;
      }
      throw error;
    }
  }

  /** The runtime that the file describes, if it runs. A killed runtime leaves its file behind. */
  async running(): Promise<RunningRuntime | undefined> {
    const found = this.read();
    if (!found || !isRunning(found.pid)) {
      return undefined;
    }
    // Another process can have the number of a killed runtime.
    const runs = found.control === undefined ? this.isYoung() : await answers(found.control);
    return runs ? found : undefined;
  }

  /**
   * Reserves the environment for this process.
   *
   * @throws UsageError if a runtime of the environment runs
   */
  async claim(): Promise<void> {
    const owner = await this.running();
    if (owner && owner.pid !== process.pid) {
      const where = owner.control === undefined ? "" : `, whose page is ${owner.control}`;
      throw new UsageError(
        `npm start of ${this.environment} must not run twice at the same time, got process ${owner.pid}${where}; ` +
          "stop it with Ctrl-C, or use it",
      );
    }
    mkdirSync(dirname(this.path), { recursive: true });
    chmodSync(dirname(this.path), 0o700);
    rmSync(this.path, { force: true });
    this.write({}, { mustBeNew: true });
  }

  /** Writes where the runtime answers. */
  publish(runtime: Omit<RunningRuntime, "pid" | "environment">): void {
    this.write(runtime, {});
  }

  /** Removes the file, unless it belongs to another process. */
  remove(): void {
    if (this.read()?.pid === process.pid) {
      rmSync(this.path, { force: true });
    }
  }

  private write(runtime: object, options: { readonly mustBeNew?: boolean }): void {
    const content = { pid: process.pid, environment: this.environment, ...runtime };
    try {
      writeWhole(this.path, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, ...options });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") {
        const rule = `npm start of ${this.environment} must not run twice at the same time`;
        throw new UsageError(`${rule}, got another start; run the command again`);
      }
      throw error;
    }
  }

  private isYoung(): boolean {
    return Date.now() - statSync(this.path).mtimeMs < START_MS;
  }
}

async function answers(control: string): Promise<boolean> {
  try {
    const response = await fetch(new URL("state", control), { signal: AbortSignal.timeout(ANSWER_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
