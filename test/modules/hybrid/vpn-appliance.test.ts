import { VpnAppliance, type VpnApplianceProps } from "../../../modules/hybrid/vpn-appliance";
import { SecretAccess } from "../../../modules/security/secret-access";
import { statementsOf } from "../../helpers/policy";
import { Template } from "../../helpers/template";

const SECRET = {
  arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:tunnel",
  kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
  region: "eu-west-1",
};
const LABELS = [{ sid: "Labels", actions: ["secretsmanager:DescribeSecret"], resources: [SECRET.arn] }];
const VENDOR = { marketplace: "ami-0123456789abcdef0", rootDevice: "/dev/sda1", rootVolumeGiB: 16 };

/** Also covers the appliance's security group and launch template. */
function build(props: Partial<VpnApplianceProps> = {}): Template {
  return Template.of((scope) => {
    new VpnAppliance(scope, "appliance", {
      name: "sample-appliance",
      region: "eu-west-1",
      vpc: { vpcId: "vpc-1", cidr: "10.20.0.0/16" },
      subnetId: "subnet-1",
      secret: Object.assign(new SecretAccess(SECRET), {
        authentication: "psk" as const,
        labelStatements: () => LABELS,
      }),
      peer: { address: "198.51.100.10", ranges: ["192.168.0.0/16"] },
      ...props,
    });
  });
}

/** The user data as text. */
function userData(template: Template): string {
  return String(template.one("aws_launch_template").user_data).replace(/\\+n/g, "\n");
}

describe("VpnAppliance", () => {
  const template = build();

  it("stands alone: required props only, as a t3.medium on Debian 12", () => {
    template.one("aws_launch_template", {
      instance_type: "t3.medium",
      image_id: "resolve:ssm:/aws/service/debian/release/12/latest/amd64",
      network_interfaces: [{ device_index: 0, network_interface_id: template.ref("aws_network_interface") }],
    });
    expect(userData(template)).toContain("TIERRA_MSS=1350\n");
    expect(userData(template)).toContain("TIERRA_REMOTE_ID=198.51.100.10\n");
    expect(template.one("aws_eip")).not.toHaveProperty("network_border_group");
  });

  it("forwards packets of other hosts", () => {
    template.one("aws_network_interface", { source_dest_check: false });
    template.one("aws_instance", { source_dest_check: false });
  });

  it("accepts the tunnel from the VPN router and traffic from the VPC, and nothing else", () => {
    for (const port of [500, 4500]) {
      template.one("aws_vpc_security_group_ingress_rule", {
        cidr_ipv4: "198.51.100.10/32",
        ip_protocol: "udp",
        from_port: port,
      });
    }
    template.one("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "10.20.0.0/16", ip_protocol: "-1" });
    template.count("aws_vpc_security_group_ingress_rule", 3);
  });

  it("decrypts with the key for its own secret only", () => {
    const [read, decrypt, labels] = statementsOf(template.one("aws_iam_role_policy").policy);
    expect(read).toMatchObject({ actions: ["secretsmanager:GetSecretValue"], resources: [SECRET.arn] });
    expect(labels).toMatchObject({ actions: ["secretsmanager:DescribeSecret"], resources: [SECRET.arn] });
    expect(decrypt).toMatchObject({
      actions: ["kms:Decrypt"],
      resources: [SECRET.kmsKeyArn],
      conditions: {
        StringEquals: {
          "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
          "kms:EncryptionContext:SecretARN": SECRET.arn,
        },
      },
    });
  });

  it("requires IMDSv2 with one hop in the template and on the instance", () => {
    const options = { http_tokens: "required", http_put_response_hop_limit: 1 };
    template.one("aws_launch_template", { metadata_options: options });
    template.one("aws_instance", { metadata_options: options });
  });

  it("encrypts its volume and tags both", () => {
    const { block_device_mappings, tag_specifications } = build({ tags: { Team: "network" } }).one(
      "aws_launch_template",
    );
    expect(block_device_mappings).toMatchObject([{ ebs: { encrypted: "true", volume_type: "gp2", volume_size: 8 } }]);
    expect(tag_specifications).toEqual([
      { resource_type: "instance", tags: { Team: "network", Name: "sample-appliance", Role: "router" } },
      { resource_type: "volume", tags: { Team: "network", Name: "sample-appliance" } },
    ]);
  });

  it("takes its address from the zone's network border group", () => {
    build({ networkBorderGroup: "eu-central-1-ham-1" }).one("aws_eip", { network_border_group: "eu-central-1-ham-1" });
  });

  it("asks for its BGP sessions with its private address", () => {
    let asked = "";
    const routed = build({
      routing: (privateIp) => {
        asked = privateIp;
        return { asn: 65020, peerAsn: 65010, peerAddresses: ["10.20.8.10"] };
      },
    });
    expect(asked).not.toBe("");
    expect(userData(routed)).toContain("TIERRA_BGP_PEERS=10.20.8.10\n");
  });

  it("starts from a prepared image with the same user data", () => {
    const prepared = build({ image: { ami: "ami-0123456789abcdef0" } });
    prepared.one("aws_launch_template", {
      image_id: "ami-0123456789abcdef0",
      block_device_mappings: [{ device_name: "/dev/xvda", ebs: { encrypted: "true", volume_size: 8 } }],
    });
    expect(userData(prepared)).toContain("TIERRA_MSS=1350\n");
  });

  it("sends its journal to a log group of its own", () => {
    const shipped = build({ kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1", retentionInDays: 30 });
    shipped.one("aws_cloudwatch_log_group", { name: "/sample-appliance", retention_in_days: 30 });
    expect(userData(shipped)).toMatch(/TIERRA_LOG_GROUP=\S+/);
    const [ship] = statementsOf(shipped.one("aws_iam_role_policy").policy);
    expect(ship).toMatchObject({ sid: "ShipJournal", actions: ["logs:CreateLogStream", "logs:PutLogEvents"] });
    template.none("aws_cloudwatch_log_group");
  });

  describe("with a vendor's image", () => {
    const vendor = build({ image: VENDOR });

    it("has no user data and cannot read the secret", () => {
      expect(vendor.one("aws_launch_template")).not.toHaveProperty("user_data");
      expect(statementsOf(vendor.one("aws_iam_role_policy").policy)).toEqual([]);
    });

    it("encrypts the image's root volume", () => {
      vendor.one("aws_launch_template", {
        image_id: "ami-0123456789abcdef0",
        block_device_mappings: [{ device_name: "/dev/sda1", ebs: { encrypted: "true", volume_size: 16 } }],
      });
    });
  });
});
