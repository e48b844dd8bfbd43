import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { isCidrBlock, prefixLength } from "../shared/cidr";
import { ensure, RequirementError } from "../shared/errors";

export interface VpcProps {
  /** Prefix of the `Name` tags, e.g. `project-x-prod`. */
  readonly name: string;
  /** IPv4 CIDR block, /16 to /28. */
  readonly cidr: string;
  /** `closed`: no internet gateway. Traffic leaves through VPC endpoints only. @default "open" */
  readonly internet?: "open" | "closed" | undefined;
}

/** What other modules and stacks refer to. */
export interface VpcFacts {
  /** ID of the VPC. */
  readonly vpcId: string;
  /** IPv4 CIDR block of the VPC. */
  readonly cidr: string;
}

/** A VPC with DNS, an internet gateway unless it is closed, and a default security group without rules. */
export class Vpc extends Construct implements VpcFacts {
  readonly vpcId: string;
  readonly cidr: string;
  /** Escape hatch: the underlying `aws_vpc`. */
  readonly resource: AwsVpc;
  private readonly gateway: InternetGateway | undefined;

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const { name, cidr, internet = "open" } = props;
    // VPC user guide, "VPC CIDR blocks".
    const valid = isCidrBlock(cidr) && prefixLength(cidr) >= 16 && prefixLength(cidr) <= 28;
    ensure(valid, "cidr", "be an IPv4 block of /16 to /28", cidr);

    this.resource = new AwsVpc(this, "Resource", {
      cidrBlock: cidr,
      // Interface endpoints, EFS mount targets and RDS need both for their private DNS names.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: `${name}-vpc` },
    });
    this.vpcId = this.resource.id;
    this.cidr = cidr;
    this.gateway = internet === "open" ? this.createInternetGateway(name) : undefined;
    this.emptyDefaultSecurityGroup(name);
  }

  /**
   * The internet gateway, attached to the VPC. Resources with a public address must depend on it, because AWS refuses to
   * detach it while such an address exists.
   *
   * @throws Error when the VPC is closed
   */
  get internetGateway(): InternetGateway {
    if (!this.gateway) {
      throw new RequirementError("internet", 'be "open" for resources that need an internet gateway', "closed");
    }
    return this.gateway;
  }

  private createInternetGateway(name: string): InternetGateway {
    return new InternetGateway(this, "internet-gateway", {
      vpcId: this.vpcId,
      tags: { Name: `${name}-internet` },
    });
  }

  /** EC2 attaches the default security group to network interfaces that name no group. It must not allow anything. */
  private emptyDefaultSecurityGroup(name: string): void {
    const group = new DefaultSecurityGroup(this, "default-security-group", {
      vpcId: this.vpcId,
      tags: { Name: `${name}-default-closed` },
    });
    // Set explicitly. Otherwise Terraform would not report rules added by hand.
    group.addOverride("ingress", []);
    group.addOverride("egress", []);
  }
}
