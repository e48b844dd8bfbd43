import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { isCidrBlock, prefixLength } from "../shared/cidr";
import { ensure, requirement } from "../shared/errors";

export interface VpcProps {
  /** Prefix of the names that people see, e.g. `project-x-prod`. */
  readonly name: string;
  /** IPv4 range, /16 to /28. */
  readonly cidr: string;
  /** `closed`: no internet gateway, so that nothing leaves but through endpoints. @default "open" */
  readonly internet?: "open" | "closed";
}

/** A VPC with DNS, an internet gateway unless it is closed, and a default security group that lets nothing through. */
export class Vpc extends Construct {
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
      // Both are needed by the private names of interface endpoints, of EFS mount targets and of RDS.
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
   * Attached to the VPC. Whatever owns a public address depends on it: AWS detaches it only after they are gone.
   *
   * @throws Error when the VPC is closed
   */
  get internetGateway(): InternetGateway {
    if (!this.gateway) {
      throw new Error(requirement("internet", 'be "open" for what needs an internet gateway', "closed"));
    }
    return this.gateway;
  }

  private createInternetGateway(name: string): InternetGateway {
    return new InternetGateway(this, "internet-gateway", {
      vpcId: this.vpcId,
      tags: { Name: `${name}-internet` },
    });
  }

  /** EC2 puts an interface that names no group into this one: it must not open anything. */
  private emptyDefaultSecurityGroup(name: string): void {
    const group = new DefaultSecurityGroup(this, "default-security-group", {
      vpcId: this.vpcId,
      tags: { Name: `${name}-default-closed` },
    });
    // Said outright: left out, the lists are read from AWS, and a rule that somebody adds by hand would stay unnoticed.
    group.addOverride("ingress", []);
    group.addOverride("egress", []);
  }
}
