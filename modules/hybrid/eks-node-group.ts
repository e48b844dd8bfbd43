import { EksNodeGroup as AwsEksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { InstanceRole } from "../hosts/instance-role";
import { isGraviton } from "../hosts/machine-images";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { partitionOf } from "../shared/arn";
import { ensure } from "../shared/errors";
import type { PolicyStatement } from "../shared/iam";
import { zoneWorkloadMetrics } from "./zone-workload-metrics";

export interface EksNodeGroupProps {
  /** Name of every resource, at most 63 characters, e.g. `project-x-prod-zone-workload`. */
  readonly name: string;
  /** AWS Region, e.g. `us-east-1`. */
  readonly region: string;
  /** Name of an existing cluster in the same VPC. Its endpoint must be reachable from the VPC. */
  readonly cluster: string;
  /** Security group that EKS created for the cluster. EKS attaches it to the nodes. */
  readonly clusterSecurityGroupId: string;
  /** ID of a subnet in the Local Zone. */
  readonly subnetId: string;
  /** CIDR blocks on premises that may connect to the port of the nodes. */
  readonly ranges: readonly string[];
  /** IAM statements for Session Manager, the only access for operators. */
  readonly sessionStatements: readonly PolicyStatement[];
  /** ARN of the SNS topic that the alarms notify. */
  readonly topicArn: string;
  /** TCP port of the nodes, usually a node port. @default 30080 */
  readonly port?: number | undefined;
  /** EC2 instance type. The zone must offer it. @default "t3.medium" */
  readonly instanceType?: string | undefined;
  /** Type of the root volume. All Local Zones have gp2, and some also have gp3. @default "gp2" */
  readonly volumeType?: "gp2" | "gp3" | undefined;
  /** Size of the root volume, GiB. @default 20 */
  readonly volumeGiB?: number | undefined;
  /** Number of nodes. @default 2 to 4 */
  readonly capacity?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  /** Tags of the nodes and their volumes besides `Name`. @default none */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Policies that EKS requires of nodes. https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html */
const NODE_POLICIES = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"];

/**
 * A managed node group of an existing EKS cluster in a Local Zone. The control plane stays in the Region, and the cluster's own
 * subnets must be in Availability Zones. https://docs.aws.amazon.com/eks/latest/userguide/local-zones.html
 */
export class EksNodeGroup extends Construct {
  /** Name of the Auto Scaling group that EKS created. Known only after the deployment. */
  readonly groupName: string;
  /** Alarms that need immediate action: a node fails, or none runs. */
  readonly pages: readonly MetricAlarm[];
  /** Escape hatch: the underlying `aws_eks_node_group`. */
  readonly resource: AwsEksNodeGroup;

  constructor(scope: Construct, id: string, props: EksNodeGroupProps) {
    super(scope, id);
    const { name, topicArn } = props;
    this.resource = this.createNodes(props);
    this.groupName = this.resource.resources.get(0).autoscalingGroups.get(0).name;
    this.allowSite(props);
    this.pages = [
      new MetricAlarm(this, "nodes-unhealthy", {
        name: `${name}-nodes-unhealthy`,
        description: "A node fails EC2's status checks, or no node runs. Check the node group's health in EKS.",
        value: zoneWorkloadMetrics(this.groupName).failedChecks,
        comparison: "at least",
        threshold: 1,
        evaluationPeriods: 5,
        // Only running nodes publish this metric.
        missingData: "breaching",
        topicArn,
      }),
    ];
  }

  private createNodes(props: EksNodeGroupProps): AwsEksNodeGroup {
    const { name, cluster, subnetId, instanceType = "t3.medium" } = props;
    const { min = 2, max = 4 } = props.capacity ?? {};
    ensure(min <= max, "capacity.min", `be at most max (${max})`, min);
    const template = this.createTemplate(props);
    return new AwsEksNodeGroup(this, "Resource", {
      clusterName: cluster,
      nodeGroupName: name,
      ...this.createRole(props),
      subnetIds: [subnetId],
      instanceTypes: [instanceType],
      amiType: isGraviton(instanceType) ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD",
      launchTemplate: { id: template.id, version: template.getStringAttribute("latest_version") },
      scalingConfig: { minSize: min, desiredSize: Math.max(min, 1), maxSize: max },
      updateConfig: { maxUnavailable: 1 },
      tags: { Name: name },
      // A cluster autoscaler changes the number of nodes.
      lifecycle: { ignoreChanges: ["scaling_config[0].desired_size"] },
    });
  }

  /** The role of the nodes. The node group depends on its policies, because nodes without them cannot join. */
  private createRole({ name, region, sessionStatements }: EksNodeGroupProps) {
    const role = new InstanceRole(this, "role", {
      name,
      description: "EKS nodes of the Local Zone",
      statements: sessionStatements,
    });
    const attachments = NODE_POLICIES.map(
      (policy) =>
        new IamRolePolicyAttachment(this, policy, {
          role: role.resource.name,
          policyArn: `arn:${partitionOf(region)}:iam::aws:policy/${policy}`,
        }),
    );
    return { nodeRoleArn: role.roleArn, dependsOn: attachments };
  }

  /** Without an image and user data, which EKS adds. */
  private createTemplate(props: EksNodeGroupProps): LaunchTemplate {
    const { name, clusterSecurityGroupId, volumeType = "gp2", volumeGiB = 20, tags = {} } = props;
    return new LaunchTemplate(this, "template", {
      name,
      updateDefaultVersion: true,
      // With one hop, a pod cannot read the node's credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType, volumeSize: volumeGiB, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      // EKS attaches the cluster's group only if the template has none.
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "false",
          deleteOnTermination: "true",
          securityGroups: [clusterSecurityGroupId],
        },
      ],
      monitoring: { enabled: true },
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: { ...tags, Name: name },
      })),
      tags: { Name: name },
    });
  }

  private allowSite({ clusterSecurityGroupId, ranges, port = 30_080 }: EksNodeGroupProps): void {
    for (const range of ranges) {
      new VpcSecurityGroupIngressRule(this, `from-${range}`, {
        securityGroupId: clusterSecurityGroupId,
        cidrIpv4: range,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description: "Clients on premises",
      });
    }
  }
}
