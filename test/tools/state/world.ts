import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { SynthesizedStack } from "../../../tools/shared/synthesize";

const CONFIGURATION = {
  terraform: { backend: { s3: { bucket: "project-x-dev-state-123456789012" } } },
  resource: {
    aws_s3_bucket: { state_1: { bucket: "project-x-dev-state-123456789012" } },
    aws_kms_alias: { key_1: { name: "alias/project-x-dev-state" } },
    aws_kms_key: { key_1: { description: "has no name of ours" } },
  },
};

/** A folder with a synthesized stack, files in place of AWS, and a fake terraform. See fake-terraform.sh. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), "tierra-state-"));
  readonly stack: SynthesizedStack = { id: "dev-state", folder: join(this.folder, "stack"), dependencies: [] };
  readonly stateFolder = join(this.folder, "root");
  /** Environment variables of a process that uses the fake terraform. */
  readonly environment: Readonly<Record<string, string>>;

  constructor() {
    const programs = join(this.folder, "bin");
    for (const folder of [programs, this.stack.folder, this.stateFolder]) {
      mkdirSync(folder);
    }
    copyFileSync(join(__dirname, "fake-terraform.sh"), join(programs, "terraform"));
    chmodSync(join(programs, "terraform"), 0o755);
    writeFileSync(join(this.stack.folder, "cdk.tf.json"), JSON.stringify(CONFIGURATION));
    // No provider mirror, because the search for one would take half of the test time.
    this.environment = {
      TF_PLUGIN_MIRROR: "none",
      PATH: `${programs}${delimiter}${process.env.PATH}`,
      FAKE_WORLD: this.folder,
    };
  }

  /** Terraform's steps so far, oldest first. */
  get steps(): string[] {
    return this.lines("steps");
  }

  /** The arguments of all calls. */
  get calls(): string[] {
    return this.lines("calls");
  }

  /** The addresses of the state in the bucket, or undefined without a state. */
  get remoteState(): string[] | undefined {
    return this.has("remote.tfstate") ? this.lines("remote.tfstate") : undefined;
  }

  /** Files that a bootstrap must remove. */
  get leftovers(): string[] {
    const paths = [join(this.stack.folder, "backend_override.tf.json"), this.localState, `${this.localState}.backup`];
    return paths.filter((path) => existsSync(path));
  }

  get localState(): string {
    return join(this.stateFolder, "terraform.dev-state.tfstate");
  }

  /** Writes a file to the folder. */
  put(name: string, text = ""): void {
    writeFileSync(join(this.folder, name), text);
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  delete(name: string): void {
    rmSync(join(this.folder, name), { recursive: true, force: true });
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private lines(name: string): string[] {
    return this.has(name) ? readFileSync(join(this.folder, name), "utf8").split("\n").filter(Boolean) : [];
  }
}
