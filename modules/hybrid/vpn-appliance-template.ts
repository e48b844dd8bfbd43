import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Construct } from "constructs";
import { debian12 } from "../hosts/machine-images";

export interface VpnApplianceTemplateProps {
  /** Name of the launch template, and the `Name` tag of the instance and its volume. */
  readonly name: string;
  /** ARN of the instance profile. */
  readonly instanceProfileArn: string;
  /** ID of the network interface that the instance gets. */
  readonly interfaceId: string;
  /** User data in base64, for the strongSwan image only. @default none */
  readonly userData?: string | undefined;
  /** The zone must offer it. @default "t3.medium" */
  readonly instanceType?: string | undefined;
  /** The project's strongSwan appliance on Debian 12, on a prepared image, or a vendor's image. @default "strongswan" */
  readonly image?: ApplianceImage | undefined;
  /** Tags of the instance and its volume besides `Name` and `Role`. @default none */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export type ApplianceImage = "strongswan" | PreparedImage | VendorImage;

/** An image of Debian 12 with the appliance's packages, so that a boot needs no mirror: `userdata/vpn-appliance-image.sh`. */
interface PreparedImage {
  /** ID of the AMI, e.g. `ami-0123456789abcdef0`. */
  readonly ami: string;
}

/** True for a vendor's image, which its own means configure. The other images get the project's user data. */
export function isVendorImage(image: ApplianceImage): image is VendorImage {
  return image !== "strongswan" && "marketplace" in image;
}

interface VendorImage {
  /** ID of the AMI, e.g. `ami-0123456789abcdef0`. */
  readonly marketplace: string;
  /** Device name of the image's root volume, e.g. `/dev/sda1`. Another name would add a volume and leave this one unencrypted. */
  readonly rootDevice: string;
  /** Size of the root volume in GiB. At least the size of the image's snapshot. */
  readonly rootVolumeGiB: number;
}

/** Root volume of Debian 12's image: https://wiki.debian.org/Cloud/AmazonEC2Image/Bookworm. */
const DEBIAN = { rootDevice: "/dev/xvda", rootVolumeGiB: 8 };

/** The launch template of the VPN appliance: an existing network interface, IMDSv2 only, an encrypted volume. */
export class VpnApplianceTemplate extends Construct {
  /** IMDSv2 only. One hop, so that forwarded packets cannot reach the instance's credentials. */
  static readonly METADATA = {
    httpEndpoint: "enabled",
    httpTokens: "required",
    httpPutResponseHopLimit: 1,
    instanceMetadataTags: "disabled",
  };

  /** Tags of the instance. */
  readonly instanceTags: Readonly<Record<string, string>>;
  /** ID of the launch template and number of its version, as an instance refers to them. */
  readonly reference: { readonly id: string; readonly version: string };
  /** Escape hatch: the underlying `aws_launch_template`. */
  readonly resource: LaunchTemplate;

  constructor(scope: Construct, id: string, props: VpnApplianceTemplateProps) {
    super(scope, id);
    const { name, instanceType = "t3.medium", image = "strongswan", userData, tags = {} } = props;
    const { rootDevice, rootVolumeGiB } = isVendorImage(image) ? image : DEBIAN;
    const volumeTags = { ...tags, Name: name };
    this.instanceTags = { ...volumeTags, Role: "router" };
    this.resource = new LaunchTemplate(this, "Resource", {
      name,
      updateDefaultVersion: true,
      imageId: image === "strongswan" ? debian12(instanceType) : isVendorImage(image) ? image.marketplace : image.ami,
      instanceType,
      iamInstanceProfile: { arn: props.instanceProfileArn },
      metadataOptions: VpnApplianceTemplate.METADATA,
      monitoring: { enabled: true },
      // Without `associatePublicIpAddress`: EC2 refuses it for an existing network interface.
      networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: props.interfaceId }],
      blockDeviceMappings: [
        {
          deviceName: rootDevice,
          // gp2: most Local Zones offer no gp3.
          ebs: { volumeType: "gp2", volumeSize: rootVolumeGiB, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: [
        { resourceType: "instance", tags: this.instanceTags },
        { resourceType: "volume", tags: volumeTags },
      ],
      tags: { Name: name },
      ...(userData === undefined ? {} : { userData }),
    });
    this.reference = { id: this.resource.id, version: this.resource.getStringAttribute("latest_version") };
  }
}
