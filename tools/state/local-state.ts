import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Terraform merges files with this suffix over the others. This file replaces the synthesized backend. */
const OVERRIDE = "backend_override.tf.json";

/**
 * The state of a stack on this machine, before its bucket exists. It is outside the output folder of the synthesis, which users
 * can delete at any time.
 */
export class LocalState {
  /** Absolute path of the state file. */
  readonly path: string;
  private readonly override: string;

  /**
   * @param stackFolder the synthesized stack
   * @param stateFolder folder of the state file
   */
  constructor(stackFolder: string, stateFolder: string, stackId: string) {
    // CDKTF uses the same path for a stack without a backend. Git ignores it.
    this.path = join(stateFolder, `terraform.${stackId}.tfstate`);
    this.override = join(stackFolder, OVERRIDE);
  }

  /** Selects the local backend. Takes effect with the next `terraform init`. */
  use(): void {
    const aside = `${this.override}.new`;
    writeFileSync(aside, `${JSON.stringify({ terraform: { backend: { local: { path: this.path } } } }, null, 2)}\n`);
    // An atomic rename, because an incomplete file would make all later commands fail.
    renameSync(aside, this.override);
  }

  /** Selects the synthesized backend again. Takes effect with the next `terraform init`. */
  stopUsing(): void {
    rmSync(this.override, { force: true });
  }

  exists(): boolean {
    return existsSync(this.path);
  }

  /** Deletes the state file and Terraform's backups of it. */
  remove(): void {
    for (const path of [this.path, `${this.path}.backup`]) {
      rmSync(path, { force: true });
    }
  }
}
