import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { Construct } from "constructs";
import { encodeUserData } from "../hosts/cloud-config";
import { InstanceRole } from "../hosts/instance-role";
import { debian12 } from "../hosts/machine-images";
import { SecurityGroup } from "../security/security-group";
import type { PolicyStatement } from "../shared/iam";
import { type ApplianceRouting, applianceUserData } from "./vpn-appliance-user-data";

export interface VpnApplianceProps {
  readonly name: string;
  readonly region: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  /** Public subnet of the Local Zone. */
  readonly subnetId: string;
  /** Of the zone: an address of any other group cannot be associated there. */
  readonly networkBorderGroup: string;
  readonly instanceType: string;
  /** The project's own, or the id of a vendor's image, which gets no user data and no role to read the secret with. */
  readonly image: "strongswan" | VendorImage;
  readonly authentication: "psk" | "certificate";
  readonly maxSegmentBytes: number;
  readonly secret: { readonly arn: string; readonly kmsKeyArn: string };
  /** The VPN router on premises. */
  readonly peer: { readonly address: string; readonly id: string; readonly ranges: readonly string[] };
  /** Announces the site's ranges to these addresses. @default nobody: routes are made by the path monitor */
  readonly routing?: (privateAddress: string) => ApplianceRouting | undefined;
  /** What lets people open sessions. */
  readonly sessionStatements: readonly PolicyStatement[];
  /** Tags of what the instance starts with. */
  readonly tags: Readonly<Record<string, string>>;
}

interface VendorImage {
  /** Its id. */
  readonly marketplace: string;
  /** What it calls its root volume. */
  readonly rootDevice: string;
  readonly rootVolumeGiB: number;
}

/** Of Debian's image. */
const DEBIAN = { rootDevice: "/dev/xvda", rootVolumeGiB: 8 };

/**
 * A router that tunnels to the site through the internet. Its network interface is a resource of its own: routes lead to the
 * interface, which stays when the instance is replaced.
 *
 * The interface is named in a launch template because the instance's own argument for it is deprecated in version 6 of the
 * provider, and its successor unknown to version 5.
 */
export class VpnAppliance extends Construct {
  readonly interfaceId: string;
  readonly privateIp: string;
  /** What the site's firewall and VPN router expect. */
  readonly publicIp: string;
  readonly instanceId: string;
  /** Escape hatch: the underlying `aws_instance`. */
  readonly resource: Instance;

  constructor(scope: Construct, id: string, props: VpnApplianceProps) {
    super(scope, id);
    const { name } = props;
    const networkInterface = this.createInterface(props);
    this.interfaceId = networkInterface.id;
    this.privateIp = networkInterface.privateIp;
    const address = new Eip(this, "address", {
      domain: "vpc",
      networkBorderGroup: props.networkBorderGroup,
      networkInterface: networkInterface.id,
      tags: { Name: name },
    });
    this.publicIp = address.publicIp;
    this.resource = this.createInstance(props);
    this.instanceId = this.resource.id;
  }

  private createInterface(props: VpnApplianceProps): NetworkInterface {
    return new NetworkInterface(this, "interface", {
      subnetId: props.subnetId,
      description: "VPN appliance: where routes to the site lead while Direct Connect is down",
      // It forwards what is neither from nor to itself.
      sourceDestCheck: false,
      securityGroups: [this.createSecurityGroup(props).securityGroupId],
      tags: { Name: props.name },
    });
  }

  private createSecurityGroup({ name, vpcId, vpcCidr, peer }: VpnApplianceProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", { name, description: "VPN appliance", vpcId });
    const site = { cidrIpv4: `${peer.address}/32` };
    for (const [what, port] of [
      ["ike", 500],
      ["esp", 4500],
    ] as const) {
      const description = what === "ike" ? "Key exchange" : "Key exchange and encrypted packets, in UDP";
      group.allowFrom(`${what}-from-site`, { peer: site, port, protocol: "udp", description });
      group.allowTo(`${what}-to-site`, { peer: site, port, protocol: "udp", description });
    }
    group.allowWholeFrom("from-vpc", {
      peer: { cidrIpv4: vpcCidr },
      traffic: "all",
      description: "What the VPC sends to the site; the groups of its senders judge it",
    });
    group.allowWholeTo("to-vpc", {
      peer: { cidrIpv4: vpcCidr },
      traffic: "all",
      description: "What the site sends to the VPC; the groups of its receivers judge it",
    });
    for (const port of [80, 443]) {
      group.allowTo(`to-internet-${port}`, {
        // Debian's mirrors and AWS have no addresses that a rule could name; packages are signed, whatever carries them.
        peer: { cidrIpv4: "0.0.0.0/0" },
        port,
        description: "Packages of Debian and AWS services",
      });
    }
    return group;
  }

  private createInstance(props: VpnApplianceProps): Instance {
    const { name, instanceType, image, tags } = props;
    const own = image === "strongswan";
    const { rootDevice, rootVolumeGiB } = own ? DEBIAN : image;
    const role = this.createRole(props);
    const template = new LaunchTemplate(this, "template", {
      name,
      updateDefaultVersion: true,
      imageId: own ? debian12(instanceType) : image.marketplace,
      instanceType,
      iamInstanceProfile: { arn: role.profileArn },
      metadataOptions: METADATA,
      monitoring: { enabled: true },
      // No word on public addresses: EC2 takes none with an interface that exists. This one's is the address above.
      networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: this.interfaceId }],
      blockDeviceMappings: [
        {
          deviceName: rootDevice,
          ebs: { volumeType: "gp2", volumeSize: rootVolumeGiB, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({
        resourceType,
        tags: { ...tags, Name: name, ...(resourceType === "instance" ? ROUTER : {}) },
      })),
      tags: { Name: name },
      ...(own ? { userData: this.renderUserData(props) } : {}),
    });
    return new Instance(this, "Resource", {
      launchTemplate: { id: template.id, version: template.getStringAttribute("latest_version") },
      // Said again where the template says it already: what reads an instance's configuration does not read a template's. Not so
      // the volume: to name it here the provider asks EC2 for the image and takes the parameter's name for an id
      // ("InvalidAMIID.Malformed"). The template encrypts it.
      iamInstanceProfile: role.name,
      metadataOptions: METADATA,
      monitoring: true,
      ebsOptimized: true,
      sourceDestCheck: false,
      // A host that fails is moved with its addresses: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-recover.html
      maintenanceOptions: { autoRecovery: "default" },
      tags: { ...tags, Name: name, ...ROUTER },
      // The template's: a new version of it replaces the instance. The provider would take the hash that it read for user data and
      // hash it again (https://github.com/hashicorp/terraform-provider-aws/issues/30825). A new image of Debian's is no reason to
      // cut the tunnel; unattended upgrades patch this one.
      lifecycle: { ignoreChanges: ["ami", "user_data"] },
    });
  }

  private createRole({ name, secret, image, sessionStatements }: VpnApplianceProps): InstanceRole {
    const readSecret: PolicyStatement[] =
      image === "strongswan"
        ? [
            { sid: "ReadTunnelSecret", actions: ["secretsmanager:GetSecretValue"], resources: [secret.arn] },
            { sid: "DecryptTunnelSecret", actions: ["kms:Decrypt"], resources: [secret.kmsKeyArn] },
          ]
        : [];
    return new InstanceRole(this, "role", {
      name,
      description: "VPN appliance",
      statements: [...readSecret, ...sessionStatements],
    });
  }

  private renderUserData(props: VpnApplianceProps): string {
    const { routing: routingFor, ...rest } = props;
    const routing = routingFor?.(this.privateIp);
    return encodeUserData(applianceUserData({ ...rest, localId: this.publicIp, ...(routing ? { routing } : {}) }));
  }
}

/** What forwards packets carries this. */
const ROUTER = { Role: "router" };

const METADATA = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  httpPutResponseHopLimit: 1,
  instanceMetadataTags: "disabled",
};
