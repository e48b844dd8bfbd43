import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import type { PolicyStatement } from "../shared/iam";
import { fileSystemPolicy, mountStatements } from "./file-system-statements";

export interface SharedFileSystemProps {
  /** Name in the console, e.g. `project-x-prod-files`. */
  readonly name: string;
  /** Account of the file system. Its IAM identities may mount it. */
  readonly accountId: string;
  /** Region of the file system. */
  readonly region: string;
  /** ARN of the key that encrypts the files. */
  readonly kmsKeyArn: string;
  /** One subnet for each zone with clients, in at least two zones. */
  readonly subnets: ReadonlyArray<{ readonly zone: string; readonly subnetId: string }>;
  /** Security group of the mount targets. */
  readonly securityGroupId: string;
  /** The directory that clients see as the root, with its owner. All clients access files as this user and group. */
  readonly root: { readonly path: string; readonly uid: number; readonly gid: number };
  /** At most 64 characters, unique in account and region. EFS refuses a second file system with it. @default the name */
  readonly creationToken?: string | undefined;
  /**
   * Days without access until a file moves to Infrequent Access, where storage is cheaper and reads cost more: 1, 7, 14, 30,
   * 60, 90, 180, 270 or 365. @default 30
   */
  readonly infrequentAccessAfterDays?: number | undefined;
}

export const NFS_PORT = 2049;

/**
 * An NFS file system that shows one directory to its clients. They access it as one user, over TLS, with an IAM identity.
 * Every zone has a mount target, so that the failure of a zone affects only its own clients. EFS stores the data in several
 * zones. It has no deletion protection, so only a backup can restore a deleted file system.
 */
export class SharedFileSystem extends Construct {
  readonly fileSystemId: string;
  readonly arn: string;
  readonly accessPointId: string;
  readonly accessPointArn: string;
  /** User and group that the access point enforces. */
  readonly posixUser: { readonly uid: number; readonly gid: number };
  /** Escape hatch: the underlying `aws_efs_file_system`. */
  readonly resource: EfsFileSystem;

  constructor(scope: Construct, id: string, props: SharedFileSystemProps) {
    super(scope, id);
    const { creationToken = props.name, subnets, root } = props;
    ensure(creationToken.length <= 64, "creationToken", "be at most 64 characters", creationToken);
    ensure(subnets.length >= 2, "subnets", "be in at least 2 zones", subnets);
    ensure(root.path.startsWith("/") && root.path !== "/", "root.path", "name a directory below /", root.path);
    ensure(root.uid > 0 && root.gid > 0, "root", "belong to a user and a group other than root", root);

    this.resource = this.createFileSystem(creationToken, props);
    const accessPoint = this.createAccessPoint(props);
    new EfsFileSystemPolicy(this, "policy", {
      fileSystemId: this.resource.id,
      policy: fileSystemPolicy(props, { arn: this.resource.arn, accessPointArn: accessPoint.arn }),
    });
    // The automatic daily backups of AWS Backup, kept for 35 days. They do not depend on the vault and role of the stack.
    new EfsBackupPolicy(this, "backup-policy", {
      fileSystemId: this.resource.id,
      backupPolicy: { status: "ENABLED" },
    });
    for (const { zone, subnetId } of subnets) {
      new EfsMountTarget(this, `mount-target-${zone}`, {
        fileSystemId: this.resource.id,
        subnetId,
        securityGroups: [props.securityGroupId],
      });
    }
    this.posixUser = { uid: root.uid, gid: root.gid };
    this.fileSystemId = this.resource.id;
    this.arn = this.resource.arn;
    this.accessPointId = accessPoint.id;
    this.accessPointArn = accessPoint.arn;
  }

  /** Lets a client mount the file system through the access point, and write to it. */
  mountStatements(): PolicyStatement[] {
    return mountStatements(this);
  }

  private createFileSystem(creationToken: string, props: SharedFileSystemProps): EfsFileSystem {
    const days = props.infrequentAccessAfterDays ?? 30;
    return new EfsFileSystem(this, "Resource", {
      creationToken,
      encrypted: true,
      kmsKeyId: props.kmsKeyArn,
      // The mode with the lower latency, and the only one that supports elastic throughput.
      performanceMode: "generalPurpose",
      // Billed by transferred data. There are no credits that could run out.
      throughputMode: "elastic",
      lifecyclePolicy: [
        { transitionToIa: days === 1 ? "AFTER_1_DAY" : `AFTER_${days}_DAYS` },
        { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
      ],
      tags: { Name: props.name },
    });
  }

  private createAccessPoint({ name, root }: SharedFileSystemProps): EfsAccessPoint {
    const { path, uid, gid } = root;
    return new EfsAccessPoint(this, "access-point", {
      fileSystemId: this.resource.id,
      posixUser: { uid, gid },
      rootDirectory: { path, creationInfo: { ownerUid: uid, ownerGid: gid, permissions: "0750" } },
      tags: { Name: name },
    });
  }
}
