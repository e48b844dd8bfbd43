import { gunzipSync } from "node:zlib";
import type { Template } from "../../helpers/template";
import { build } from "./stacks";

const ROUTE_WRITES = ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"];

describe("LocalZoneFailoverStack", () => {
  const { failover: template } = build();

  it("gives the appliance an interface of its own, without source check, and an address of the zone's border group", () => {
    template.one("aws_network_interface", { source_dest_check: false });
    template.one("aws_eip", { network_interface: template.ref("aws_network_interface"), domain: "vpc" });
    template.one("aws_eip", { network_border_group: "eu-central-1-ham-1" });
    template.one("aws_launch_template", {
      network_interfaces: [{ device_index: 0, network_interface_id: template.ref("aws_network_interface") }],
      image_id: "resolve:ssm:/aws/service/debian/release/12/latest/amd64",
    });
  });

  it("lets the VPN router in by UDP 500 and 4500, and nobody else from outside", () => {
    for (const port of [500, 4500]) {
      template.one("aws_vpc_security_group_ingress_rule", {
        cidr_ipv4: "198.51.100.10/32",
        ip_protocol: "udp",
        from_port: port,
      });
    }
    template.count("aws_vpc_security_group_ingress_rule", 3);
  });

  it("writes the tunnel's key once and through a write-only argument", () => {
    const version = template.one("aws_secretsmanager_secret_version", { secret_string_wo_version: 1 });
    expect(version.secret_string_wo).toContain("ephemeral.aws_secretsmanager_random_password");
  });

  it("watches with one host that a refresh replaces before it is joined by another", () => {
    template.one("aws_autoscaling_group", {
      min_size: 1,
      max_size: 1,
      instance_refresh: { preferences: { min_healthy_percentage: 0 } },
    });
  });

  it("lets the host change the routes of production's table alone", () => {
    const statements = policies(template).flatMap(({ Statement }) => Statement);
    const writes = statements.filter(({ Action }) => [Action].flat().some((action) => ROUTE_WRITES.includes(action)));
    expect(writes).toHaveLength(1);
    expect(writes[0]?.Resource).toMatch(/:route-table\/\$\{data\.terraform_remote_state.*private-subnet-1/);
  });

  it("probes the VPN by an address that leads through it always, from the table that nobody moves", () => {
    template.one("aws_route", {
      destination_cidr_block: "192.168.255.1/32",
      network_interface_id: template.ref("aws_network_interface"),
    });
    template.count("aws_route", 1);
    expect(template.one("aws_route").route_table_id).toMatch(/private-subnet-2/);
  });

  it("hands the monitor its settings as text, and its scripts in one archive", () => {
    const { user_data } = template.one("aws_launch_template", { name: "sample-test-path-monitor" });
    const text = String(user_data).replace(/\\+"/g, '"').replace(/\\+n/g, "\n");
    expect(text).toContain("TIERRA_PATH_TARGETS=192.168.0.2,192.168.0.3\n");
    expect(text).toMatch(/TIERRA_PATH_ROUTES=\$\{.*\}:192\.168\.0\.0\/16\n/);
    const [archive = ""] = [...text.matchAll(/"content":"([A-Za-z0-9+/=]{1000,})"/g)].map(([, content]) => content);
    const files = gunzipSync(Buffer.from(archive, "base64")).toString("utf8");
    expect(files).toContain("opt/tierra/bin/path-monitor/decision.sh");
    expect(files).toContain("etc/systemd/system/tierra-path-monitor.service");
  });

  it("reports a heartbeat a minute at least, however long a round is", () => {
    const { failover } = build({ failover: { monitor: { intervalMilliseconds: 60_000 } } } as object);
    const { user_data } = failover.one("aws_launch_template", { name: "sample-test-path-monitor" });
    expect(String(user_data)).toContain("TIERRA_PATH_PUBLISH_EVERY=1");
    expect(String(user_data)).toContain("TIERRA_PATH_READ_EVERY=1");
  });

  it("tells of everything that somebody should know", () => {
    const names = template.all("aws_cloudwatch_metric_alarm").map(({ alarm_name }) => alarm_name);
    for (const word of [
      "heartbeat-missing",
      "on-vpn",
      "both-down",
      "virtual-interface-down",
      "vpn-down",
      "api-errors",
    ]) {
      expect(names).toContain(`sample-test-path-${word}`);
    }
    template.one("aws_cloudwatch_metric_alarm", { metric_name: "Heartbeat", treat_missing_data: "breaching" });
    template.one("aws_cloudwatch_metric_alarm", { metric_name: "OnVpn", evaluation_periods: 15, period: 60 });
  });

  it("has AWS's own probes as a second witness", () => {
    template.one("aws_networkmonitor_monitor", { aggregation_period: 30 });
    template.count("aws_networkmonitor_probe", 2);
    template.all("aws_networkmonitor_probe", { protocol: "ICMP" });
  });

  describe("with a route server", () => {
    const { failover } = build({ failover: { mode: "route-server" } } as object);

    it("has no monitor and nobody who may change routes", () => {
      failover.none("aws_autoscaling_group");
      expect(JSON.stringify(policies(failover))).not.toContain("ec2:CreateRoute");
    });

    it("peers with the appliance by BGP and BFD from two zones, and propagates to production's table", () => {
      failover.count("aws_vpc_route_server_endpoint", 2);
      failover.all("aws_vpc_route_server_peer", {
        peer_address: failover.ref("aws_network_interface", undefined, "private_ip"),
        bgp_options: [{ peer_asn: 65020, peer_liveness_detection: "bfd" }],
      });
      failover.count("aws_vpc_route_server_propagation", 1);
    });

    it("tells the appliance whom to peer with", () => {
      expect(String(failover.one("aws_launch_template").user_data)).toContain("TIERRA_BGP_PEERS=");
    });
  });

  describe("with a vendor's image", () => {
    const { failover } = build({
      failover: {
        appliance: { image: { marketplace: "ami-0123456789abcdef0", rootDevice: "/dev/sda1", rootVolumeGiB: 16 } },
      },
    } as object);

    it("launches it without user data and without a way to the secret", () => {
      const appliance = failover.one("aws_launch_template", { image_id: "ami-0123456789abcdef0" });
      expect(appliance).not.toHaveProperty("user_data");
      expect(JSON.stringify(policies(failover))).not.toContain("secretsmanager:");
    });

    it("encrypts the volume that the image starts from", () => {
      failover.one("aws_launch_template", {
        image_id: "ami-0123456789abcdef0",
        block_device_mappings: [{ device_name: "/dev/sda1", ebs: { encrypted: "true", volume_size: 16 } }],
      });
    });
  });

  it("leaves the secret empty where an operator puts a certificate", () => {
    const { failover } = build({ failover: { appliance: { authentication: "certificate" } } } as object);
    failover.one("aws_secretsmanager_secret");
    failover.none("aws_secretsmanager_secret_version");
  });
});

function policies(template: Template): { Statement: { Action: string | string[]; Resource: string }[] }[] {
  return template.all("aws_iam_role_policy").map(({ policy }) => JSON.parse(policy));
}
