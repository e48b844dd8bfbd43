import { SharedFileSystem, type SharedFileSystemProps } from "../../../modules/storage/shared-file-system";
import { Template } from "../../helpers/template";

const REQUIRED: SharedFileSystemProps = {
  name: "project-x-dev-files",
  accountId: "123456789012",
  region: "eu-west-1",
  kmsKeyArn: "arn:key",
  subnets: [
    { zone: "eu-west-1a", subnetId: "subnet-a" },
    { zone: "eu-west-1b", subnetId: "subnet-b" },
  ],
  securityGroupId: "sg-server",
  root: { path: "/app", uid: 1500, gid: 1501 },
};

function fileSystem(props: Partial<SharedFileSystemProps> = {}): Template {
  return Template.of((scope) => {
    new SharedFileSystem(scope, "files", { ...REQUIRED, ...props });
  });
}

describe("SharedFileSystem", () => {
  const template = fileSystem();
  const arn = template.ref("aws_efs_file_system", "files", "arn");
  const accessPoint = template.ref("aws_efs_access_point", "access-point", "arn");

  it("stands alone: required props only", () => {
    template.count("aws_efs_mount_target", 2);
    expect(template.one("aws_efs_file_system").lifecycle_policy[0]).toEqual({ transition_to_ia: "AFTER_30_DAYS" });
  });

  it("can have another creation token than its name", () => {
    fileSystem({ creationToken: "project-x" }).one("aws_efs_file_system", { creation_token: "project-x" });
  });

  it("is encrypted with the key and has elastic throughput", () => {
    template.one("aws_efs_file_system", {
      creation_token: "project-x-dev-files",
      encrypted: true,
      kms_key_id: "arn:key",
      performance_mode: "generalPurpose",
      throughput_mode: "elastic",
    });
  });

  it.each([
    [1, "AFTER_1_DAY"],
    [30, "AFTER_30_DAYS"],
  ])("moves unread files to cheaper storage after %i days, and back on access", (days, transition) => {
    const { lifecycle_policy } = fileSystem({ infrequentAccessAfterDays: days }).one("aws_efs_file_system");
    expect(lifecycle_policy).toEqual([
      { transition_to_ia: transition },
      { transition_to_primary_storage_class: "AFTER_1_ACCESS" },
    ]);
  });

  it("has the automatic daily backups of AWS Backup", () => {
    template.one("aws_efs_backup_policy", { backup_policy: { status: "ENABLED" } });
  });

  it("has a mount target with the security group in every zone", () => {
    const targets = template.all("aws_efs_mount_target", { security_groups: ["sg-server"] });
    expect(targets.map(({ subnet_id }) => subnet_id)).toEqual(["subnet-a", "subnet-b"]);
  });

  it("shows one directory to clients, as one user", () => {
    template.one("aws_efs_access_point", {
      posix_user: { uid: 1500, gid: 1501 },
      root_directory: { path: "/app", creation_info: { owner_uid: 1500, owner_gid: 1501, permissions: "0750" } },
    });
  });

  describe("its policy", () => {
    const statements: Record<string, unknown>[] = JSON.parse(
      template.one("aws_efs_file_system_policy").policy,
    ).Statement;
    const find = (sid: string) => statements.find(({ Sid }) => Sid === sid);

    it("allows identities of the account to mount and write through the access point", () => {
      expect(find("AllowThroughAccessPoint")).toEqual({
        Sid: "AllowThroughAccessPoint",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Resource: arn,
        Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPoint } },
      });
    });

    it("allows no client without an IAM identity", () => {
      const open = statements.filter(({ Effect, Principal }) => {
        return Effect === "Allow" && JSON.stringify(Principal).includes("*");
      });
      expect(open).toEqual([]);
    });

    it("denies clients without TLS", () => {
      expect(find("RefusePlainNfs")).toMatchObject({
        Effect: "Deny",
        Principal: { AWS: "*" },
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
    });

    it("denies other roots, and root access", () => {
      expect(find("RefuseOtherRoots")).toMatchObject({
        Effect: "Deny",
        Principal: { AWS: "*" },
        Condition: { StringNotEquals: { "elasticfilesystem:AccessPointArn": accessPoint } },
      });
      expect(JSON.stringify(find("AllowThroughAccessPoint"))).not.toContain("ClientRootAccess");
    });
  });

  it("allows a client to mount it through the access point only, without root access", () => {
    Template.of((scope) => {
      const files = new SharedFileSystem(scope, "files", REQUIRED);
      const [statement] = files.mountStatements();
      expect(statement).toMatchObject({
        sid: "MountThroughAccessPoint",
        actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        resources: [files.arn],
      });
      expect(Object.keys(statement?.conditions?.StringEquals ?? {})).toEqual(["elasticfilesystem:AccessPointArn"]);
    });
  });

  it.each<[string, Partial<SharedFileSystemProps>]>([
    ["creationToken must be at most 64 characters", { creationToken: "x".repeat(65) }],
    ["subnets must be in at least 2 zones", { subnets: [{ zone: "eu-west-1a", subnetId: "subnet-a" }] }],
    ["root.path must name a directory below /", { root: { path: "/", uid: 1500, gid: 1500 } }],
    ["root must belong to a user and a group other than root", { root: { path: "/app", uid: 0, gid: 1500 } }],
  ])("fails: %s", (message, props) => {
    expect(() => fileSystem(props)).toThrow(message);
  });
});
