import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Output and exit code of the fake for one command. */
interface Answer {
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Answers by command. A command without an answer succeeds without output. */
export type Answers = Readonly<Partial<Record<"init" | "plan" | "show", Answer>>>;

/** Prints the output in `answers.json` of the configuration's folder, records its arguments, and writes the requested plan file. */
const PROGRAM = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const [command, ...args] = process.argv.slice(2);
if (command === "version") {
  console.log(JSON.stringify({ terraform_version: "1.11.4" }));
  process.exit(0);
}
appendFileSync("asked.txt", [command, ...args].join(" ") + "\\n");
const answers = existsSync("answers.json") ? JSON.parse(readFileSync("answers.json", "utf8")) : {};
const { code = 0, stdout = "", stderr = "" } = answers[command] ?? {};
const out = args.find((arg) => arg.startsWith("-out="));
if (command === "plan" && out) {
  writeFileSync(out.slice("-out=".length), "the plan");
}
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
`;

/** A temporary folder with a fake Terraform that sends no requests to AWS. */
export class FakeTerraform {
  readonly folder = mkdtempSync(join(tmpdir(), "tierra-plan-"));
  /** A PATH that contains the fake as `terraform`. */
  readonly searchPath: string;

  constructor() {
    const bin = join(this.folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "terraform"), PROGRAM, { mode: 0o755 });
    this.searchPath = `${bin}:${process.env.PATH}`;
  }

  /** Writes stacks in the format of cdktf. */
  synthesize(name: string, stacks: Readonly<Record<string, FakeStack>>): string {
    const folder = join(this.folder, name);
    const entries = Object.entries(stacks).map(([id, { configuration, reads = [], answers = {} }]) => {
      const workingDirectory = join("stacks", id);
      mkdirSync(join(folder, workingDirectory), { recursive: true });
      writeFileSync(join(folder, workingDirectory, "cdk.tf.json"), JSON.stringify(configuration));
      writeFileSync(join(folder, workingDirectory, "answers.json"), JSON.stringify(answers));
      return [id, { name: id, workingDirectory, dependencies: reads }];
    });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(entries) }));
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface FakeStack {
  readonly configuration: object;
  readonly reads?: readonly string[];
  readonly answers?: Answers;
}
