import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { Construct } from "constructs";
import { arnOf } from "../shared/arn";
import { ensure } from "../shared/errors";
import { type PolicyStatement, policyDocument } from "../shared/iam";

export interface SharedFileSystemProps {
  /** Name that people see, e.g. `project-x-prod-files`. */
  readonly name: string;
  /** At most 64 characters, unique in account and region: EFS refuses a second file system with the same token. */
  readonly creationToken: string;
  readonly accountId: string;
  readonly region: string;
  readonly kmsKeyArn: string;
  /** One subnet per zone that has clients. */
  readonly subnets: ReadonlyArray<{ readonly zone: string; readonly subnetId: string }>;
  readonly securityGroupId: string;
  /** Days without access after which a file becomes cheap to keep and dear to read: 1, 7, 14, 30, 60, 90, 180, 270 or 365. */
  readonly infrequentAccessAfterDays: number;
  /** The directory that clients see as the root, and whose it is. */
  readonly root: { readonly path: string; readonly uid: number; readonly gid: number };
}

export const NFS_PORT = 2049;

/** What a client does. The rest of EFS's actions belongs to its API, which IAM policies govern. */
const MOUNT = "elasticfilesystem:ClientMount";
const WRITE = "elasticfilesystem:ClientWrite";
const ROOT = "elasticfilesystem:ClientRootAccess";

/**
 * An NFS file system of which clients see one directory, as one user, over TLS and with an IAM identity. Every zone has
 * a mount target, so that losing one zone costs only its clients. EFS keeps the data in several zones by itself; it knows
 * no deletion protection, and the backups are what brings a deleted one back.
 */
export class SharedFileSystem extends Construct {
  readonly fileSystemId: string;
  readonly arn: string;
  readonly accessPointId: string;
  readonly accessPointArn: string;
  /** Escape hatch: the underlying `aws_efs_file_system`. */
  readonly resource: EfsFileSystem;

  constructor(scope: Construct, id: string, props: SharedFileSystemProps) {
    super(scope, id);
    const { creationToken, subnets, root } = props;
    ensure(creationToken.length <= 64, "creationToken", "be at most 64 characters", creationToken);
    ensure(subnets.length >= 2, "subnets", "be in at least 2 zones", subnets);
    ensure(root.path.startsWith("/") && root.path !== "/", "root.path", "name a directory below /", root.path);
    ensure(root.uid > 0 && root.gid > 0, "root", "belong to a user and a group other than root", root);

    this.resource = this.createFileSystem(props);
    const accessPoint = this.createAccessPoint(props);
    new EfsFileSystemPolicy(this, "policy", {
      fileSystemId: this.resource.id,
      policy: policyDocument(statements(props, this.resource.arn, accessPoint.arn)),
    });
    // AWS Backup's own daily plan, kept 35 days: free of this stack's vault, role and mistakes.
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
    this.fileSystemId = this.resource.id;
    this.arn = this.resource.arn;
    this.accessPointId = accessPoint.id;
    this.accessPointArn = accessPoint.arn;
  }

  private createFileSystem(props: SharedFileSystemProps): EfsFileSystem {
    const days = props.infrequentAccessAfterDays;
    return new EfsFileSystem(this, "Resource", {
      creationToken: props.creationToken,
      encrypted: true,
      kmsKeyId: props.kmsKeyArn,
      // The lowest latency of the two modes, and the only one that elastic throughput goes with.
      performanceMode: "generalPurpose",
      // Billed by what is transferred: no credits to run out of.
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

/**
 * Without a policy EFS lets everybody in who reaches a mount target. An `Allow` for the account ends that: clients
 * without an IAM identity are nobody's principal. The refusals hold for identities with policies of their own, too.
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
function statements({ accountId, region }: SharedFileSystemProps, arn: string, accessPointArn: string) {
  const list: PolicyStatement[] = [
    {
      sid: "AllowThroughAccessPoint",
      principals: { AWS: arnOf({ service: "iam", region, accountId, resource: "root", global: true }) },
      actions: [MOUNT, WRITE],
      resources: [arn],
      conditions: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPointArn } },
    },
    {
      sid: "RefuseOtherRoots",
      effect: "Deny",
      principals: { AWS: "*" },
      actions: [MOUNT, WRITE, ROOT],
      resources: [arn],
      conditions: { StringNotEquals: { "elasticfilesystem:AccessPointArn": accessPointArn } },
    },
    {
      sid: "RefusePlainNfs",
      effect: "Deny",
      principals: { AWS: "*" },
      actions: [MOUNT, WRITE, ROOT],
      resources: [arn],
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
  return list;
}
