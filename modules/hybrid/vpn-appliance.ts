import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { Construct } from "constructs";
import { encodeUserData } from "../hosts/cloud-config";
import { InstanceRole } from "../hosts/instance-role";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import type { VpcFacts } from "../network/vpc";
import type { PolicyStatement } from "../shared/iam";
import type { ReadableTunnelSecret } from "./tunnel-secret";
import { VpnApplianceSecurityGroup } from "./vpn-appliance-security-group";
import { type ApplianceImage, isVendorImage, VpnApplianceTemplate } from "./vpn-appliance-template";
import { type ApplianceRouting, applianceUserData, type VpnPeer } from "./vpn-appliance-user-data";

export interface VpnApplianceProps {
  /** Name of every resource, at most 64 characters, e.g. `project-x-prod-vpn-appliance`. */
  readonly name: string;
  /** AWS Region, e.g. `us-east-1`. */
  readonly region: string;
  /** VPC whose traffic the appliance forwards. */
  readonly vpc: VpcFacts;
  /** ID of a public subnet. */
  readonly subnetId: string;
  /** Secret that authenticates the appliance to the VPN router. */
  readonly secret: ReadableTunnelSecret;
  /** The VPN router on premises. */
  readonly peer: VpnPeer;
  /** Network border group of the subnet's zone. An address of another one cannot be associated. @default the Region's */
  readonly networkBorderGroup?: string | undefined;
  /** EC2 instance type. The zone must offer it. @default "t3.medium" */
  readonly instanceType?: string | undefined;
  /**
   * The project's strongSwan appliance on Debian's image or on a prepared one, or a vendor's image without user data and without
   * access to the secret.
   *
   * @default "strongswan"
   */
  readonly image?: ApplianceImage | undefined;
  /** Largest TCP segment in bytes, 536 to 1460. @default 1350, which fits the tunnel over a path with an MTU of 1500 */
  readonly maxSegmentBytes?: number | undefined;
  /**
   * Returns the BGP sessions with VPC Route Server, given the appliance's private IPv4 address.
   *
   * @default none, the path monitor changes the route
   */
  readonly routing?: ((privateIp: string) => ApplianceRouting) | undefined;
  /** ARN of a KMS key for the journal's log group, whose policy allows CloudWatch Logs. @default the journal stays on the host */
  readonly kmsKeyArn?: string | undefined;
  /** Days to keep the journal's log group. @default 365 */
  readonly retentionInDays?: number | undefined;
  /** IAM statements for Session Manager. @default none, so that sessions cannot be opened */
  readonly sessionStatements?: readonly PolicyStatement[] | undefined;
  /** Tags of the instance and its volume besides `Name` and `Role`. @default none */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/**
 * An EC2 instance with an IPsec tunnel to the site over the internet. Its network interface is a separate resource. Routes target
 * the interface, which stays when the instance is replaced.
 */
export class VpnAppliance extends Construct {
  /** ID of the network interface, the target of routes. */
  readonly interfaceId: string;
  /** Private IPv4 address. */
  readonly privateIp: string;
  /** Elastic IP address. The site's firewall and VPN router must accept it. */
  readonly publicIp: string;
  /** ID of the EC2 instance. */
  readonly instanceId: string;
  /** Escape hatch: the underlying `aws_instance`. */
  readonly resource: Instance;

  constructor(scope: Construct, id: string, props: VpnApplianceProps) {
    super(scope, id);
    const networkInterface = this.createInterface(props);
    this.interfaceId = networkInterface.id;
    this.privateIp = networkInterface.privateIp;
    this.publicIp = this.createAddress(props, networkInterface).publicIp;
    this.resource = this.createInstance(props);
    this.instanceId = this.resource.id;
  }

  private createInterface({ name, vpc, subnetId, peer }: VpnApplianceProps): NetworkInterface {
    const group = new VpnApplianceSecurityGroup(this, "security-group", { name, vpc, peerAddress: peer.address });
    return new NetworkInterface(this, "interface", {
      subnetId,
      description: "VPN appliance: target of the routes to the site while Direct Connect is down",
      // The appliance forwards packets of other hosts.
      sourceDestCheck: false,
      securityGroups: [group.securityGroupId],
      tags: { Name: name },
    });
  }

  private createAddress({ name, networkBorderGroup }: VpnApplianceProps, networkInterface: NetworkInterface): Eip {
    return new Eip(this, "address", {
      domain: "vpc",
      ...(networkBorderGroup === undefined ? {} : { networkBorderGroup }),
      networkInterface: networkInterface.id,
      tags: { Name: name },
    });
  }

  private createInstance(props: VpnApplianceProps): Instance {
    const { name, image = "strongswan", secret, sessionStatements = [] } = props;
    const own = !isVendorImage(image);
    const logGroup = own ? this.createLogGroup(props) : undefined;
    const role = new InstanceRole(this, "role", {
      name,
      description: "VPN appliance",
      statements: [
        ...(logGroup ? [shipJournal(logGroup)] : []),
        ...(own ? [...secret.readStatements({ subject: "TunnelSecret" }), ...secret.labelStatements()] : []),
        ...sessionStatements,
      ],
    });
    // The instance's own argument for the interface is deprecated in version 6 of the provider. Its successor does not exist in
    // version 5. The launch template works in both.
    const template = new VpnApplianceTemplate(this, "template", {
      name,
      instanceProfileArn: role.profileArn,
      interfaceId: this.interfaceId,
      userData: own ? this.renderUserData(props, logGroup?.name) : undefined,
      instanceType: props.instanceType,
      image,
      tags: props.tags,
    });
    return new Instance(this, "Resource", {
      launchTemplate: template.reference,
      // Repeated from the template, because security scanners read the instance only. The volume is not repeated: the provider
      // would ask EC2 for the image and send the parameter's name as an ID ("InvalidAMIID.Malformed"). The template encrypts it.
      iamInstanceProfile: role.name,
      metadataOptions: VpnApplianceTemplate.METADATA,
      monitoring: true,
      ebsOptimized: true,
      sourceDestCheck: false,
      // EC2 moves a failed instance with its addresses: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-recover.html
      maintenanceOptions: { autoRecovery: "default" },
      tags: { ...template.instanceTags },
      // The template sets both, and a new template version replaces the instance. The provider would hash the hash of the user data
      // again (https://github.com/hashicorp/terraform-provider-aws/issues/30825). A new Debian image must not interrupt the tunnel:
      // unattended upgrades patch the instance.
      lifecycle: { ignoreChanges: ["ami", "user_data"] },
    });
  }

  private createLogGroup({ name, kmsKeyArn, retentionInDays }: VpnApplianceProps): ExpiringLogGroup | undefined {
    return kmsKeyArn
      ? new ExpiringLogGroup(this, "log-group", { name: `/${name}`, kmsKeyArn, retentionInDays })
      : undefined;
  }

  private renderUserData(props: VpnApplianceProps, logGroupName: string | undefined): string {
    const { region, vpc, secret, peer, maxSegmentBytes, routing } = props;
    return encodeUserData(
      applianceUserData({
        region,
        vpcCidr: vpc.cidr,
        secret,
        peer,
        localId: this.publicIp,
        maxSegmentBytes,
        routing: routing?.(this.privateIp),
        logGroupName,
      }),
    );
  }
}

/** Lets the appliance write its journal to its log group. */
function shipJournal({ arn }: ExpiringLogGroup): PolicyStatement {
  return {
    sid: "ShipJournal",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [`${arn}:*`],
  };
}
