import { AutoScalingGroup, type CfnAutoScalingGroup, HealthChecks, UpdatePolicy } from "aws-cdk-lib/aws-autoscaling";
import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  InstanceType,
  type ISecurityGroup,
  LaunchTemplate,
  MachineImage,
  SecurityGroup,
  type SubnetSelection,
  UserData,
} from "aws-cdk-lib/aws-ec2";
import { InstanceProfile, type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { ThreeTierNetworkStack } from "./network-stack";

export interface HostsProps {
  readonly name: string;
  readonly network: ThreeTierNetworkStack;
  readonly subnets: SubnetSelection;
  readonly instanceType: string;
  readonly securityGroup: ISecurityGroup;
  readonly otherGroups: readonly ISecurityGroup[];
  readonly statements: readonly PolicyStatement[];
  readonly script: readonly string[];
  readonly capacity: { readonly min: number; readonly max: number };
}

/** An Auto Scaling group of hosts with a separate role, IMDSv2 and an encrypted volume. */
export class Hosts extends Construct {
  readonly group: AutoScalingGroup;

  constructor(scope: Construct, id: string, props: HostsProps) {
    super(scope, id);
    const { name, network, subnets, capacity, statements, script } = props;
    const role = new Role(this, "role", {
      roleName: name,
      assumedBy: new ServicePrincipal("ec2.amazonaws.com"),
    });
    for (const statement of statements) {
      role.addToPolicy(statement);
    }
    const userData = UserData.forLinux();
    userData.addCommands(...script);
    const launchTemplate = new LaunchTemplate(this, "template", {
      launchTemplateName: name,
      instanceType: new InstanceType(props.instanceType),
      machineImage: MachineImage.resolveSsmParameterAtLaunch(
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
      ),
      instanceProfile: new InstanceProfile(this, "profile", { instanceProfileName: name, role }),
      userData,
      securityGroup: props.securityGroup,
      requireImdsv2: true,
      detailedMonitoring: true,
      blockDevices: [
        {
          deviceName: "/dev/xvda",
          volume: BlockDeviceVolume.ebs(16, { encrypted: true, volumeType: EbsDeviceVolumeType.GP3 }),
        },
      ],
    });
    for (const [index, { securityGroupId }] of props.otherGroups.entries()) {
      // Immutable, so that the load balancer adds no rule to a group of the data stack.
      const options = { mutable: false };
      launchTemplate.addSecurityGroup(
        SecurityGroup.fromSecurityGroupId(this, `client-${index}`, securityGroupId, options),
      );
    }
    this.group = new AutoScalingGroup(this, "group", {
      autoScalingGroupName: name,
      vpc: network.vpc,
      vpcSubnets: subnets,
      launchTemplate,
      minCapacity: capacity.min,
      maxCapacity: capacity.max,
      healthChecks: HealthChecks.ec2({ gracePeriod: Duration.minutes(5) }),
      updatePolicy: UpdatePolicy.rollingUpdate({ minInstancesInService: capacity.min }),
    });
    (this.group.node.defaultChild as CfnAutoScalingGroup).instanceMaintenancePolicy = {
      minHealthyPercentage: 100,
      maxHealthyPercentage: 150,
    };
  }
}
