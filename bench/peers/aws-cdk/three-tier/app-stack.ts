import { Peer, Port, type SecurityGroup, SubnetType } from "aws-cdk-lib/aws-ec2";
import type { ApplicationLoadBalancer } from "aws-cdk-lib/aws-elasticloadbalancingv2";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnOutput } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Environment } from "../environment";
import { ClosedGroup } from "../shared/closed-group";
import { EnvironmentStack } from "../shared/environment-stack";
import { ServiceKey } from "../shared/service-key";
import { SessionDocument } from "../shared/session-document";
import type { ThreeTierDataStack } from "./data-stack";
import { HOST_SCRIPT } from "./host-script";
import { Hosts } from "./hosts";
import { TierMonitoring } from "./monitoring";
import type { ThreeTierNetworkStack } from "./network-stack";
import { WebEntrance } from "./web-entrance";

export interface ThreeTierAppStackProps {
  readonly environment: Environment;
  readonly network: ThreeTierNetworkStack;
  readonly data: ThreeTierDataStack;
}

/** The web tier: load balancer, hosts, bastions, and their alarms. */
export class ThreeTierAppStack extends EnvironmentStack {
  readonly loadBalancer: ApplicationLoadBalancer;

  private readonly props: ThreeTierAppStackProps;
  private readonly prefix: string;
  private readonly key: ServiceKey;

  constructor(scope: Construct, id: string, props: ThreeTierAppStackProps) {
    super(scope, id, props.environment);
    this.props = props;
    this.prefix = `project-x-${props.environment.name}`;
    this.key = new ServiceKey(this, "key", `${this.prefix}-app`, ["logs", "cloudwatch"]);
    const servers = this.group("flask", "Flask hosts");
    const hosts = this.createHosts(servers);
    const web = new WebEntrance(this, "web", {
      environment: props.environment,
      network: props.network,
      entrance: this.group("alb", "Application Load Balancer"),
      servers,
      hosts,
    });
    this.loadBalancer = web.loadBalancer;
    this.createBastions();
    new SessionDocument(this, "sessions", `${this.prefix}-sessions`, this.key);
    new TierMonitoring(this, "monitoring", {
      name: this.prefix,
      key: this.key,
      loadBalancer: this.loadBalancer,
      targets: web.targets,
      group: hosts.group,
      data: props.data,
    });
    new CfnOutput(this, "load-balancer-dns-name", { value: this.loadBalancer.loadBalancerDnsName });
  }

  private group(name: string, description: string): ClosedGroup {
    return new ClosedGroup(this, this.props.network.vpc, this.prefix, name, description);
  }

  private createHosts(securityGroup: SecurityGroup): Hosts {
    const { network, data } = this.props;
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "HTTPS to AWS and to package repositories");
    new LogGroup(this, "flask-log", {
      logGroupName: `/project-x/${this.prefix}/flask`,
      encryptionKey: this.key,
      retention: RetentionDays.ONE_YEAR,
    });
    return new Hosts(this, "hosts", {
      name: `${this.prefix}-flask`,
      network,
      subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      instanceType: "t3.medium",
      securityGroup,
      otherGroups: [data.databaseClients, data.fileClients],
      statements: [
        new PolicyStatement({
          actions: ["secretsmanager:GetSecretValue"],
          resources: [data.applicationSecret.secretArn],
        }),
        new PolicyStatement({
          actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
          resources: [data.fileSystem.fileSystemArn],
        }),
        new PolicyStatement({
          actions: [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssm:UpdateInstanceInformation",
          ],
          resources: ["*"],
        }),
      ],
      script: [
        ...HOST_SCRIPT,
        `mount-application ${data.fileSystem.fileSystemId} ${data.accessPoint.accessPointId}`,
        `start-application ${data.database.dbInstanceEndpointAddress} ${data.applicationSecret.secretArn}`,
      ],
      capacity: { min: 4, max: 8 },
    });
  }

  private createBastions(): void {
    const securityGroup = this.group("bastion", "Bastion hosts: no ingress");
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "HTTPS to AWS");
    new Hosts(this, "bastions", {
      name: `${this.prefix}-bastion`,
      network: this.props.network,
      subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      instanceType: "t3.micro",
      securityGroup,
      otherGroups: [this.props.data.databaseClients],
      statements: [
        new PolicyStatement({ actions: ["ssmmessages:*", "ssm:UpdateInstanceInformation"], resources: ["*"] }),
      ],
      script: ["dnf install -y mariadb105"],
      capacity: { min: 1, max: 1 },
    });
  }
}
