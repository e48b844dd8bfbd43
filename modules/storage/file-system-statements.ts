import { arnOf } from "../shared/arn";
import { type PolicyStatement, policyDocument } from "../shared/iam";

/** Actions of NFS clients. IAM policies of identities govern the API of EFS. */
const MOUNT = "elasticfilesystem:ClientMount";
const WRITE = "elasticfilesystem:ClientWrite";
const ROOT = "elasticfilesystem:ClientRootAccess";

/** Lets a client mount a file system through one access point only, and write to it. It does not allow root access. */
export function mountStatements({ arn, accessPointArn }: MountReference): PolicyStatement[] {
  return [
    {
      sid: "MountThroughAccessPoint",
      actions: [MOUNT, WRITE],
      resources: [arn],
      conditions: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPointArn } },
    },
  ];
}

/** A file system and its access point, as policies name them. */
export interface MountReference {
  /** ARN of the file system. */
  readonly arn: string;
  /** ARN of the access point. */
  readonly accessPointArn: string;
}

/**
 * Without a policy, EFS accepts every client that reaches a mount target. An `Allow` for the account excludes clients
 * without an IAM identity. The `Deny` statements also apply to identities whose own policies allow access.
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
export function fileSystemPolicy(
  { accountId, region }: { readonly accountId: string; readonly region: string },
  { arn, accessPointArn }: MountReference,
): string {
  return policyDocument([
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
  ]);
}
