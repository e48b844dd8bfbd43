import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { ListDistributionsCommand } from "@aws-sdk/client-cloudfront";
import {
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  type Vpc,
} from "@aws-sdk/client-ec2";
import { DescribeFileSystemsCommand } from "@aws-sdk/client-efs";
import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import type { AwsClients } from "./aws";
import { deployed } from "./deployed";
import { leakedSecrets } from "./leaks";
import { liftProtection } from "./protection";
import { holdLock } from "./state-lock";

/** Facts of an environment's configuration, which the tests compare with the emulated AWS. */
export interface ThreeTierPromises {
  /** Scheme of the load balancer. */
  readonly scheme: "internal" | "internet-facing";
  /** Port on which CloudFront reaches the load balancer. */
  readonly loadBalancerPort: 80 | 443;
  /** Domain names of the distribution. */
  readonly aliases: readonly string[];
  /** Number of read replicas. */
  readonly replicas: number;
  /** Whether the database has deletion protection. */
  readonly deletionProtection: boolean;
}

/** Deploys the three-tier architecture of one environment, tests it, and destroys it. */
export function describeThreeTier(name: string, promises: ThreeTierPromises): void {
  describe(`three-tier in ${name}`, () => {
    const here = deployed(name, "three-tier");

    it("runs the group with its minimum, desired and maximum size in every zone", async () => {
      const { AutoScalingGroups = [] } = await here.aws.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
      const group = AutoScalingGroups.find(({ AutoScalingGroupName }) => AutoScalingGroupName?.endsWith("-flask"));
      expect(group).toMatchObject({ MinSize: 2, DesiredCapacity: 4, MaxSize: 6, HealthCheckType: "ELB" });
      expect(group?.VPCZoneIdentifier?.split(",")).toHaveLength(3);
      expect(group?.Instances).toHaveLength(4);
    });

    it("runs an encrypted Multi-AZ database without a public address, with its replicas", async () => {
      const { DBInstances = [] } = await here.aws.rds.send(new DescribeDBInstancesCommand({}));
      const primary = DBInstances.find(
        ({ ReadReplicaSourceDBInstanceIdentifier }) => !ReadReplicaSourceDBInstanceIdentifier,
      );
      expect(primary).toMatchObject({
        MultiAZ: true,
        StorageEncrypted: true,
        PubliclyAccessible: false,
        DeletionProtection: promises.deletionProtection,
      });
      const replicas = DBInstances.filter((instance) => instance !== primary);
      expect(replicas).toHaveLength(promises.replicas);
      for (const replica of replicas) {
        expect(replica).toMatchObject({ StorageEncrypted: true, PubliclyAccessible: false });
        expect(replica.ReadReplicaSourceDBInstanceIdentifier).toContain(primary?.DBInstanceIdentifier);
      }
    });

    it("has an encrypted file system", async () => {
      const { FileSystems = [] } = await here.aws.efs.send(new DescribeFileSystemsCommand({}));
      expect(FileSystems).toEqual([expect.objectContaining({ Encrypted: true, ThroughputMode: "elastic" })]);
    });

    it("reaches the load balancer through CloudFront only", async () => {
      const { LoadBalancers = [] } = await here.aws.elb.send(new DescribeLoadBalancersCommand({}));
      expect(LoadBalancers).toEqual([expect.objectContaining({ Scheme: promises.scheme })]);
      const { DistributionList } = await here.aws.cloudFront.send(new ListDistributionsCommand({}));
      const [distribution] = DistributionList?.Items ?? [];
      expect(distribution?.Aliases?.Items ?? []).toEqual(promises.aliases);
      expect(distribution?.Origins?.Items?.[0]?.DomainName).toBe(LoadBalancers[0]?.DNSName);
    });

    it("opens one port per security group, and none to the internet", async () => {
      const [vpc, ...others] = await createdVpcs(here.aws);
      expect(others).toEqual([]);
      const Filters = [{ Name: "vpc-id", Values: [vpc?.VpcId ?? ""] }];
      const { SecurityGroups = [] } = await here.aws.ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
      const groups = SecurityGroups.map(({ GroupId }) => GroupId);
      const { SecurityGroupRules = [] } = await here.aws.ec2.send(new DescribeSecurityGroupRulesCommand({}));
      const ingress = SecurityGroupRules.filter(({ GroupId, IsEgress }) => groups.includes(GroupId) && !IsEgress);
      // Endpoints, load balancer, hosts, database, file system.
      const ports = [443, promises.loadBalancerPort, 5000, 3306, 2049].sort();
      expect(ingress.map(({ FromPort }) => FromPort).sort()).toEqual(ports);
      expect(ingress.filter(({ CidrIpv4, CidrIpv6 }) => CidrIpv4 === "0.0.0.0/0" || CidrIpv6 === "::/0")).toEqual([]);
    });

    it("has no secret in state, plan or synthesized configuration", async () => {
      expect(await leakedSecrets(here.deployment, here.aws)).toEqual([]);
    });

    it("refuses a second writer while the state is locked", async () => {
      const stack = here.deployment.stack("network");
      const release = await holdLock(here.deployment, stack);
      try {
        const { code, stderr, stdout } = await here.deployment.inStack(stack, ["plan", "-no-color"]);
        expect(stderr + stdout).toContain("Error acquiring the state lock");
        expect(code).toBe(1);
      } finally {
        await release();
      }
    });

    it("refuses credentials of another account", async () => {
      const args = ["plan", "-no-color", "-lock=false"];
      const { code, stderr, stdout } = await here.deployment.inStack(
        here.deployment.stack("network"),
        args,
        "999999999999",
      );
      expect(stderr + stdout).toContain("AWS account ID not allowed: 999999999999");
      expect(code).toBe(1);
    });

    it("leaves no resources when it is destroyed", async () => {
      await liftProtection(here.aws);
      await here.deployment.destroy();
      const { DBInstances } = await here.aws.rds.send(new DescribeDBInstancesCommand({}));
      const { LoadBalancers } = await here.aws.elb.send(new DescribeLoadBalancersCommand({}));
      const { AutoScalingGroups } = await here.aws.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
      const { FileSystems } = await here.aws.efs.send(new DescribeFileSystemsCommand({}));
      const { DistributionList } = await here.aws.cloudFront.send(new ListDistributionsCommand({}));
      const Vpcs = await createdVpcs(here.aws);
      const left = [DBInstances, LoadBalancers, AutoScalingGroups, FileSystems, DistributionList?.Items, Vpcs];
      expect(left.map((list) => list ?? [])).toEqual([[], [], [], [], [], []]);
    });
  });
}

/** The VPCs that the stacks created, without the default VPC of the account. */
async function createdVpcs({ ec2 }: AwsClients): Promise<Vpc[]> {
  const Filters = [{ Name: "is-default", Values: ["false"] }];
  return (await ec2.send(new DescribeVpcsCommand({ Filters }))).Vpcs ?? [];
}
