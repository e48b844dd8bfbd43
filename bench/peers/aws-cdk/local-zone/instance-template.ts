import { CfnLaunchTemplate, CfnSecurityGroup } from "aws-cdk-lib/aws-ec2";
import { CfnInstanceProfile, type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Fn } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface InstanceTemplateProps {
  readonly name: string;
  readonly vpcId: string;
  readonly ingress: CfnSecurityGroup.IngressProperty[];
  readonly statements: readonly PolicyStatement[];
  readonly script: string;
  /** Whether the template's own interface has the group. Without it an interface of the instance has. */
  readonly ownInterface: boolean;
}

/** Protocols and ports that an instance may reach. */
const EGRESS = [
  ["tcp", 443, "HTTPS"],
  ["udp", 53, "DNS"],
  ["udp", 123, "NTP"],
] as const;

/** How an instance in the Local Zone starts: its group, its role and its launch template. */
export class InstanceTemplate extends Construct {
  readonly securityGroupId: string;
  readonly specification: { readonly launchTemplateId: string; readonly version: string };

  constructor(scope: Construct, id: string, props: InstanceTemplateProps) {
    super(scope, id);
    this.securityGroupId = this.createGroup(props);
    const { ref, attrLatestVersionNumber } = this.createTemplate(props);
    this.specification = { launchTemplateId: ref, version: attrLatestVersionNumber };
  }

  private createGroup({ name, vpcId, ingress }: InstanceTemplateProps): string {
    return new CfnSecurityGroup(this, "group", {
      groupName: name,
      groupDescription: `Instances of ${name}`,
      vpcId,
      securityGroupIngress: ingress,
      securityGroupEgress: EGRESS.map(([ipProtocol, port, description]) => ({
        ipProtocol,
        fromPort: port,
        toPort: port,
        cidrIp: "0.0.0.0/0",
        description,
      })),
    }).attrGroupId;
  }

  private createTemplate({ name, statements, script, ownInterface }: InstanceTemplateProps): CfnLaunchTemplate {
    const role = new Role(this, "role", { assumedBy: new ServicePrincipal("ec2.amazonaws.com") });
    for (const statement of statements) {
      role.addToPolicy(statement);
    }
    const profile = new CfnInstanceProfile(this, "profile", { roles: [role.roleName] });
    return new CfnLaunchTemplate(this, "Resource", {
      launchTemplateName: name,
      launchTemplateData: {
        imageId: "resolve:ssm:/aws/service/debian/release/13/latest/amd64",
        instanceType: "t3.medium",
        iamInstanceProfile: { arn: profile.attrArn },
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        monitoring: { enabled: true },
        blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: true, volumeType: "gp2", volumeSize: 8 } }],
        userData: Fn.base64(script),
        ...(ownInterface ? { securityGroupIds: [this.securityGroupId] } : {}),
      },
    });
  }
}
