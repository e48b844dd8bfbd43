import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { amazonLinux2023 } from "./amazon-linux";

export interface InstanceTemplateProps {
  readonly name: string;
  readonly instanceType: string;
  /** Known once the role's permissions stand; see `InstanceRole`. */
  readonly instanceProfileArn: string;
  readonly securityGroupIds: readonly string[];
  /** Root volume, GiB. The Amazon Linux 2023 image needs 8. @default 8 */
  readonly rootVolumeGiB?: number;
  /** Of the root volume. Most Local Zones know `gp2` alone. @default "gp3" */
  readonly volumeType?: "gp2" | "gp3";
  /** In base64. @default none */
  readonly userData?: string;
  /** Tags of volumes and network interfaces; the instance gets its own from its group. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What the root volume of the Amazon Linux 2023 image is called. */
const ROOT_DEVICE = "/dev/xvda";

/** How an instance of a private subnet is launched: Amazon Linux 2023, IMDSv2 only, encrypted, no public address, no key pair. */
export class InstanceTemplate extends Construct {
  readonly templateId: string;
  /**
   * Number of the version that this configuration is. A number and not `$Latest`, by which neither Terraform nor Auto Scaling
   * would notice a change, and no refresh would start.
   */
  readonly version: string;
  /** Escape hatch: the underlying `aws_launch_template`. */
  readonly resource: LaunchTemplate;

  constructor(scope: Construct, id: string, props: InstanceTemplateProps) {
    super(scope, id);
    const { name, instanceType, securityGroupIds, rootVolumeGiB = 8, volumeType = "gp3", userData, tags } = props;
    ensure(rootVolumeGiB >= 8, "rootVolumeGiB", "be at least 8", rootVolumeGiB);
    ensure(securityGroupIds.length > 0, "securityGroupIds", "hold at least 1 group", securityGroupIds.length);
    this.resource = new LaunchTemplate(this, "Resource", {
      name,
      updateDefaultVersion: true,
      imageId: amazonLinux2023(instanceType),
      instanceType,
      iamInstanceProfile: { arn: props.instanceProfileArn },
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // One hop: a container or a proxy on the host does not get at the role's credentials.
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
          deviceName: ROOT_DEVICE,
          ebs: {
            volumeType,
            volumeSize: rootVolumeGiB,
            // With the AWS managed key: of a key of ours, Auto Scaling's service-linked role would need a grant, without which
            // launches fail with Client.InternalError. The volume holds packages and code, and goes with its instance.
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
