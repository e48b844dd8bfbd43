import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../../modules/packaging/assets";

/** The function's timeout in milliseconds. */
const TIMEOUT = 29_000;

/** Lambda's message for a function that ran out of time. */
export const TIMED_OUT = "Task timed out";

/**
 * Calls the handler once with a Lambda context. Reports an error or the timeout, like Lambda. The time begins when the handler is
 * loaded.
 */
const RUNTIME = `
const { handler } = require("./handler.js");
const end = Date.now() + Number(process.argv[3]);
setTimeout(() => { console.error("${TIMED_OUT}"); process.exit(1); }, Number(process.argv[3]));
const context = { getRemainingTimeInMillis: () => end - Date.now() };
handler(JSON.parse(process.argv[2]), context).then(
  (answer) => { console.log(JSON.stringify(answer)); process.exit(0); },
  (error) => { console.error(error); process.exit(1); },
);
`;

export interface Outcome {
  /** Null when it was killed. */
  readonly code: number | null;
  /** Everything that it wrote. After a success, the last line is its answer in JSON. */
  readonly output: string;
}

export interface Invocation {
  readonly event: object;
  /** Variables that the stack sets. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** File with the authorities to trust. */
  readonly authority: string;
  readonly endpoint: string;
  readonly timeout?: number;
  /** Receives the process as soon as it runs. */
  readonly started?: (process: ChildProcess) => void;
}

/** Runs the bundle that Terraform uploads. Each invocation is a separate Node.js process. */
export class UploadedFunction {
  private readonly folder = mkdtempSync(join(tmpdir(), "tierra-function-"));

  constructor(entry: string) {
    for (const [name, content] of Object.entries(unzipSync(readFileSync(bundleFunction(entry).path)))) {
      writeFileSync(join(this.folder, name), content);
    }
    writeFileSync(join(this.folder, "runtime.js"), RUNTIME);
  }

  invoke({ event, environment = {}, authority, endpoint, timeout = TIMEOUT, started }: Invocation): Promise<Outcome> {
    const child = spawn(process.execPath, ["runtime.js", JSON.stringify(event), String(timeout)], {
      cwd: this.folder,
      // The environment of modules/database/mysql/mysql-rotation-function.ts, with authorities of the test.
      env: {
        NODE_EXTRA_CA_CERTS: authority,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        ...environment,
      },
    });
    started?.(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        output += text;
      });
    }
    return new Promise((resolve) => {
      child.on("close", (code) => resolve({ code, output }));
    });
  }

  /** Replaces a folder beside the handler, by the paths of its files in it. */
  place(folder: string, files: Readonly<Record<string, string>>): void {
    rmSync(join(this.folder, folder), { recursive: true, force: true });
    mkdirSync(join(this.folder, folder));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, folder, path)), { recursive: true });
      writeFileSync(join(this.folder, folder, path), content);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
