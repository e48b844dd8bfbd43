import type { App } from "cdktf";
import type { Environment, ThreeTierConfig } from "../config/schema";
import type { CopyTarget } from "../modules/storage/backup/backup-plan";
import { CopyVault } from "../modules/storage/backup/copy-vault";
import { BaseStack } from "./base-stack";

export interface BackupCopyStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The architecture's configuration of backups, and of their copies. */
  readonly backup: CopyingBackup;
  /** Component of the vault's name. It is the same in both regions, see `hasCopies` of `BackupAlarms`. */
  readonly vault: string;
  /** Component of the name of the plan's role. */
  readonly role: string;
  /** Whether a destroy deletes the copies too. */
  readonly forceDestroy: boolean;
}

type Backup = ThreeTierConfig["data"]["backup"];
type CopyingBackup = Backup & { readonly copyTo: NonNullable<Backup["copyTo"]> };

/**
 * The vault for copies of an architecture's recovery points, in another region. It has a stack of its own, because it must outlive
 * the stack with the data.
 */
export class BackupCopyStack extends BaseStack {
  /** What the architecture's backup plan needs. */
  readonly target: CopyTarget;

  constructor(app: App, id: string, props: BackupCopyStackProps) {
    const { environment, backup, vault, role, forceDestroy } = props;
    const { copyTo, ...source } = backup;
    const { region, ...own } = copyTo;
    super(app, id, { environment, region });
    const { vaultLock, ...retention } = { ...source, ...own };
    this.target = new CopyVault(this, "copies", {
      ...this.account,
      ...retention,
      name: this.nameOf(vault, "backup-vault"),
      lock: vaultLock,
      roleName: this.nameOf(role, "iam-role"),
      forceDestroy,
    }).target;
  }

  /**
   * Adds the stack if the configuration has copies. Its id ends with the region, so that another region gets another stack, and the
   * state of the earlier one keeps its copies.
   */
  static targetOf(
    app: App,
    architecture: string,
    { backup = {}, ...props }: Omit<BackupCopyStackProps, "backup"> & { readonly backup: Backup | undefined },
  ): CopyTarget | undefined {
    const { copyTo } = backup;
    if (!copyTo) {
      return undefined;
    }
    const id = `${props.environment.name}-${architecture}-backup-copy-${copyTo.region}`;
    return new BackupCopyStack(app, id, { ...props, backup: { ...backup, copyTo } }).target;
  }
}
