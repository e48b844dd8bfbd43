import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Terraform lays files of this ending over the rest: here, another backend over the synthesized one. */
const OVERRIDE = "backend_override.tf.json";

/**
 * The state of a stack on this machine, for as long as its bucket does not exist. It lies outside of the synthesized folder,
 * which anybody may delete at any time.
 */
export class LocalState {
  /** Absolute path of the state file. */
  readonly path: string;
  private readonly override: string;

  /**
   * @param stackFolder the synthesized stack
   * @param stateFolder where the state file is kept
   */
  constructor(stackFolder: string, stateFolder: string, stackId: string) {
    // The place and name that CDKTF gives to the state of a stack without a backend; git ignores it.
    this.path = join(stateFolder, `terraform.${stackId}.tfstate`);
    this.override = join(stackFolder, OVERRIDE);
  }

  /** Makes Terraform keep the state here. Takes effect with the next `terraform init`. */
  use(): void {
    const aside = `${this.override}.new`;
    writeFileSync(aside, `${JSON.stringify({ terraform: { backend: { local: { path: this.path } } } }, null, 2)}\n`);
    // Whole or not at all: half a file would fail every later command.
    renameSync(aside, this.override);
  }

  /** Gives Terraform back the synthesized backend. Takes effect with the next `terraform init`. */
  stopUsing(): void {
    rmSync(this.override, { force: true });
  }

  exists(): boolean {
    return existsSync(this.path);
  }

  /** Deletes the state file and the copies that Terraform kept of it. */
  remove(): void {
    for (const path of [this.path, `${this.path}.backup`]) {
      rmSync(path, { force: true });
    }
  }
}
