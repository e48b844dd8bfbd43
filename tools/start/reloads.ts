import { inspect } from "node:util";
import { UsageError } from "../shared/usage-error";

export interface ReloadsOptions {
  /** Synthesizes the changed files and applies them. `outdated` is aborted when they have changed again, and at the end. */
  readonly reload: (outdated: AbortSignal) => Promise<void>;
  /** Called after each reload: with the problem, or with undefined if the changes are in use. */
  readonly onEnd: (problem: string | undefined) => void;
}

/** Reloads changed files, one reload at a time. Changes during a reload end it, and lead to one more. */
export class Reloads {
  private readonly options: ReloadsOptions;
  private running: Promise<void> | undefined;
  private outdated = new AbortController();
  private isOutdated = false;
  private isClosed = false;

  constructor(options: ReloadsOptions) {
    this.options = options;
  }

  /** Call it after each change. */
  request(): void {
    this.isOutdated = true;
    this.outdated.abort();
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  /** Ends the reload that runs, and begins no other. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.outdated.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.isOutdated && !this.isClosed) {
      this.isOutdated = false;
      this.outdated = new AbortController();
      const problem = await this.options.reload(this.outdated.signal).then(() => undefined, describe);
      // The result of files that have changed again says nothing.
      if (!this.isOutdated && !this.isClosed) {
        this.options.onEnd(problem);
      }
    }
  }
}

/** Characters of a problem. The state has it twice, and is sent to each page every second. */
const LONGEST_PROBLEM = 4000;

/** A bug of the project keeps its stack trace. */
function describe(error: unknown): string {
  const text = error instanceof UsageError ? error.message : inspect(error);
  // A synthesis can print any amount. Its last lines say why it failed.
  return text.length > LONGEST_PROBLEM ? `... ${text.slice(-LONGEST_PROBLEM).trimStart()}` : text;
}
