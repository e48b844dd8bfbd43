import { inspect } from "node:util";
import { UsageError } from "../shared/usage-error";

export interface ReloadsOptions {
  /** Synthesizes the changed files and takes them over. */
  readonly reload: () => Promise<void>;
  /** Called after each reload: with the problem, or with undefined if the changes were taken over. */
  readonly onEnd: (problem: string | undefined) => void;
}

/** Reloads changed files, one reload at a time. Changes during a reload lead to one more. */
export class Reloads {
  private readonly options: ReloadsOptions;
  private running: Promise<void> | undefined;
  private isOutdated = false;
  private isClosed = false;

  constructor(options: ReloadsOptions) {
    this.options = options;
  }

  /** Call it after each change. */
  request(): void {
    this.isOutdated = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  /** Waits for the reload that runs, and begins no other. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.isOutdated && !this.isClosed) {
      this.isOutdated = false;
      const problem = await this.options.reload().then(() => undefined, describe);
      // The result of files that have changed again says nothing.
      if (!this.isOutdated && !this.isClosed) {
        this.options.onEnd(problem);
      }
    }
  }
}

/** A bug of the project keeps its stack trace. */
function describe(error: unknown): string {
  return error instanceof UsageError ? error.message : inspect(error);
}
