import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { unzipSync } from "fflate";

export interface LocalFunctionOptions {
  readonly name: string;
  /** The archive that would be uploaded. */
  readonly archive: string;
  /** Lambda's `handler`. @default "handler.handler" */
  readonly handler?: string;
  /** The function's environment, and nothing else: this process's own is not seen. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lambda's `timeout`. @default 15 */
  readonly timeoutSeconds?: number;
  /** Sees every line that the function logs. @default nobody */
  readonly onLog?: (line: string) => void;
}

/** The function threw. Its name and message are the function's own. */
class FunctionError extends Error {
  override readonly name = "FunctionError";
}

interface Reply {
  readonly id: string;
  readonly result?: unknown;
  readonly error?: string;
}

/** Loads one bundle the way Lambda's runtime does, and answers messages with what its handler returns. */
const RUNTIME = `
const { parentPort, workerData } = require("node:worker_threads");
const { Module } = require("node:module");
const bundle = new Module("/var/task/" + workerData.file);
bundle._compile(workerData.source, bundle.id);
parentPort.on("message", async ({ id, event, context }) => {
  try {
    parentPort.postMessage({ id, result: await bundle.exports[workerData.entry](event, context) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error && error.message) });
  }
});
`;

/** One execution environment of a Lambda function: its bundle in a thread of its own, with its own variables. */
export class LocalFunction {
  private readonly name: string;
  private readonly timeoutSeconds: number;
  private readonly worker: Worker;
  private readonly waiting = new Map<string, (reply: Reply) => void>();

  constructor(options: LocalFunctionOptions) {
    const { name, archive, handler = "handler.handler", environment, timeoutSeconds = 15, onLog } = options;
    const [module = "", entry = ""] = handler.split(".");
    const file = `${module}.js`;
    const source = unzipSync(readFileSync(archive))[file];
    if (!source) {
      throw new Error(`archive of ${name} must hold ${file}`);
    }
    this.name = name;
    this.timeoutSeconds = timeoutSeconds;
    this.worker = new Worker(RUNTIME, {
      eval: true,
      env: { AWS_LAMBDA_FUNCTION_NAME: name, ...environment },
      workerData: { source: Buffer.from(source).toString(), file, entry },
      stdout: true,
    });
    this.worker.stdout.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n").filter(Boolean)) {
        onLog?.(line);
      }
    });
    this.worker.on("message", (reply: Reply) => this.waiting.get(reply.id)?.(reply));
    this.worker.on("error", (error) => this.failAll(String(error)));
  }

  /** Runs the handler. @throws FunctionError when it throws, or takes longer than its timeout */
  async invoke(event: unknown): Promise<unknown> {
    const id = randomUUID();
    const context = { awsRequestId: id, functionName: this.name };
    const reply = await new Promise<Reply>((resolve) => {
      const timer = setTimeout(() => resolve({ id, error: "Task timed out" }), this.timeoutSeconds * 1000);
      this.waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.worker.postMessage({ id, event, context });
    });
    this.waiting.delete(id);
    if (reply.error !== undefined) {
      throw new FunctionError(reply.error);
    }
    return reply.result;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private failAll(error: string): void {
    for (const [id, settle] of this.waiting) {
      settle({ id, error });
    }
  }
}
