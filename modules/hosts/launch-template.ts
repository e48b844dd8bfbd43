import { LaunchTemplate as AwsLaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { amazonLinux2023 } from "./machine-images";

export interface LaunchTemplateProps {
  /** Name of the launch template, and `Name` tag of the volumes and network interfaces. */
  readonly name: string;
  /** EC2 instance type. It also selects the architecture of the image. */
  readonly instanceType: string;
  /** ARN of an instance profile. Use `InstanceRole.profileArn`, which depends on the role's permissions. */
  readonly instanceProfileArn: string;
  /** Security groups of the instance, at least one. */
  readonly securityGroupIds: readonly string[];
  /** Size of the root volume, GiB. The Amazon Linux 2023 image needs 8. @default 8 */
  readonly rootVolumeGiB?: number | undefined;
  /** Type of the root volume. Most Local Zones support `gp2` only. @default "gp3" */
  readonly volumeType?: "gp2" | "gp3" | undefined;
  /** Image and device name of its root volume. @default Amazon Linux 2023, /dev/xvda */
  readonly image?: { readonly ami: string; readonly rootDevice?: string | undefined } | undefined;
  /** User data in base64. @default no user data */
  readonly userData?: string | undefined;
  /** Tags of the volumes and network interfaces. The instance gets its tags from its Auto Scaling group. @default no tags */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Device name of the root volume in the Amazon Linux 2023 image. */
const ROOT_DEVICE = "/dev/xvda";

/**
 * The launch template of an instance in a private subnet. It runs Amazon Linux 2023 or the given image, requires IMDSv2, encrypts the root volume,
 * and has neither a public address nor a key pair.
 */
export class LaunchTemplate extends Construct {
  /** Id of the launch template. */
  readonly templateId: string;
  /**
   * Number of the current version. Do not use `$Latest` instead: neither Terraform nor Auto Scaling would detect a change, and
   * no instance refresh would start.
   */
  readonly version: string;
  /** Escape hatch: the underlying `aws_launch_template`. */
  readonly resource: AwsLaunchTemplate;

  constructor(scope: Construct, id: string, props: LaunchTemplateProps) {
    super(scope, id);
    const {
      name,
      instanceType,
      securityGroupIds,
      rootVolumeGiB = 8,
      volumeType = "gp3",
      image,
      userData,
      tags,
    } = props;
    ensure(rootVolumeGiB >= 8, "rootVolumeGiB", "be at least 8", rootVolumeGiB);
    ensure(securityGroupIds.length > 0, "securityGroupIds", "hold at least 1 group", securityGroupIds.length);
    this.resource = new AwsLaunchTemplate(this, "Resource", {
      name,
      updateDefaultVersion: true,
      imageId: image?.ami ?? amazonLinux2023(instanceType),
      instanceType,
      iamInstanceProfile: { arn: props.instanceProfileArn },
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // With one hop, a container or a proxy on the instance cannot read the role's credentials.
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "disabled",
      },
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "false",
          deleteOnTermination: "true",
          securityGroups: [...securityGroupIds],
        },
      ],
      blockDeviceMappings: [
        {
          deviceName: image?.rootDevice ?? ROOT_DEVICE,
          ebs: {
            volumeType,
            volumeSize: rootVolumeGiB,
            // Encrypted with the AWS managed key. A customer managed key needs a grant for Auto Scaling's service-linked role;
            // without the grant, launches fail with Client.InternalError. The volume holds only packages and code.
            encrypted: "true",
            deleteOnTermination: "true",
          },
        },
      ],
      monitoring: { enabled: true },
      tagSpecifications: ["volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: { ...tags, Name: name },
      })),
      tags: { Name: name },
      ...(userData ? { userData } : {}),
    });
    this.templateId = this.resource.id;
    this.version = this.resource.getStringAttribute("latest_version");
  }
}
