import { CfnEIP, CfnEIPAssociation, CfnInstance, CfnNetworkInterface } from "aws-cdk-lib/aws-ec2";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { InstanceTemplate } from "./instance-template";
import type { ZonalNetwork } from "./zonal-network";

export interface VpnApplianceProps {
  readonly name: string;
  readonly network: ZonalNetwork;
  /** Local Zone, e.g. `us-east-1-bos-1a`. */
  readonly zone: string;
  readonly key: IKey;
}

const GATEWAY = "198.51.100.10";

/** The router of the VPN: an instance with a fixed interface and a fixed public address. */
export class VpnAppliance extends Construct {
  readonly interfaceId: string;

  constructor(scope: Construct, id: string, props: VpnApplianceProps) {
    super(scope, id);
    const template = this.createTemplate(props);
    const networkInterface = new CfnNetworkInterface(this, "interface", {
      subnetId: props.network.subnetId("public"),
      groupSet: [template.securityGroupId],
      sourceDestCheck: false,
    });
    this.interfaceId = networkInterface.ref;
    new CfnInstance(this, "Resource", {
      launchTemplate: template.specification,
      networkInterfaces: [{ deviceIndex: "0", networkInterfaceId: this.interfaceId }],
    });
    // The network border group is the zone's name without its letter.
    const address = new CfnEIP(this, "address", { domain: "vpc", networkBorderGroup: props.zone.slice(0, -1) });
    new CfnEIPAssociation(this, "association", {
      allocationId: address.attrAllocationId,
      networkInterfaceId: this.interfaceId,
    });
  }

  private createTemplate({ name, network, key }: VpnApplianceProps): InstanceTemplate {
    const { secretArn } = new Secret(this, "tunnel-secret", {
      secretName: `${name}-tunnel`,
      encryptionKey: key,
      generateSecretString: { secretStringTemplate: "{}", generateStringKey: "psk", passwordLength: 64 },
    });
    const udp = (port: number, description: string) => ({
      ipProtocol: "udp",
      fromPort: port,
      toPort: port,
      cidrIp: `${GATEWAY}/32`,
      description,
    });
    return new InstanceTemplate(this, "template", {
      name,
      vpcId: network.vpcId,
      ingress: [
        udp(500, "IKE"),
        udp(4500, "NAT-T"),
        { ipProtocol: "-1", cidrIp: "10.20.0.0/16", description: "From the VPC" },
      ],
      statements: [new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] })],
      script: `#!/bin/bash\nset -euo pipefail\nswanctl-from-secret ${secretArn} ${GATEWAY}\n`,
      ownInterface: false,
    });
  }
}
