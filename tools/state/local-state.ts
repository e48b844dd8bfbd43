import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../shared/write-file";

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
    const content = { terraform: { backend: { local: { path: this.path } } } };
    writeWhole(this.override, `${JSON.stringify(content, null, 2)}\n`);
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
