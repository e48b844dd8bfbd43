import { gunzipSync } from "node:zlib";
import { statementsOf } from "../../helpers/policy";
import type { Template } from "../../helpers/template";
import { build } from "./stacks";

const ROUTE_WRITES = ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"];

describe("LocalZoneFailoverStack", () => {
  const { failover: template } = build();

  it("gives the appliance its own network interface and an address of the zone's network border group", () => {
    template.one("aws_eip", {
      domain: "vpc",
      network_interface: template.ref("aws_network_interface"),
      network_border_group: "eu-central-1-ham-1",
    });
  });

  it("accepts only the VPN router from outside the VPC", () => {
    for (const port of [500, 4500]) {
      template.one("aws_vpc_security_group_ingress_rule", {
        cidr_ipv4: "198.51.100.10/32",
        ip_protocol: "udp",
        from_port: port,
      });
    }
    template.count("aws_vpc_security_group_ingress_rule", 3);
  });

  it("writes the tunnel's key once, through a write-only argument", () => {
    const { failover: template } = build({ failover: { appliance: { authentication: "psk" } } });
    const version = template.one("aws_secretsmanager_secret_version", { secret_string_wo_version: 1 });
    expect(version.secret_string_wo).toContain("ephemeral.aws_secretsmanager_random_password");
  });

  it("lets the appliance decrypt the tunnel secret, and no other secret", () => {
    const [decrypt] = statements(template).filter(({ sid }) => sid === "DecryptTunnelSecret");
    expect(decrypt?.conditions).toEqual({
      StringEquals: {
        "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com",
        "kms:EncryptionContext:SecretARN": template.ref("aws_secretsmanager_secret", undefined, "arn"),
      },
    });
  });

  it("lets the path monitor change the routes of the production subnet only", () => {
    const writes = statements(template).filter(({ actions }) =>
      actions.some((action) => ROUTE_WRITES.includes(action)),
    );
    expect(writes).toHaveLength(1);
    expect(writes[0]?.resources[0]).toMatch(/:route-table\/\$\{data\.terraform_remote_state.*private-subnet-1/);
  });

  it("always probes the VPN from the utility subnet, whose other routes never change", () => {
    template.one("aws_route", {
      destination_cidr_block: "192.168.255.1/32",
      network_interface_id: template.ref("aws_network_interface"),
    });
    template.count("aws_route", 1);
    expect(template.one("aws_route").route_table_id).toMatch(/private-subnet-2/);
  });

  it("passes settings to the monitor as text and its scripts as one archive", () => {
    const { user_data } = template.one("aws_launch_template", { name: "sample-test-path-monitor" });
    const text = String(user_data).replace(/\\+"/g, '"').replace(/\\+n/g, "\n");
    expect(text).toContain("TIERRA_PATH_TARGETS=192.168.0.2,192.168.0.3\n");
    expect(text).toContain("TIERRA_PATH_NAMESPACE=sample/test/path\n");
    expect(text).toMatch(/TIERRA_PATH_ROUTES=\$\{.*\}:192\.168\.0\.0\/16\n/);
    const [archive = ""] = [...text.matchAll(/"content":"([A-Za-z0-9+/=]{1000,})"/g)].map(([, content]) => content);
    const files = gunzipSync(Buffer.from(archive, "base64")).toString("utf8");
    expect(files).toContain("opt/tierra/bin/path-monitor/decision.sh");
    expect(files).toContain("etc/systemd/system/tierra-path-monitor.service");
  });

  it("passes the configured thresholds to the monitor", () => {
    const { failover } = build({ failover: { monitor: { intervalMilliseconds: 5000, up: 20 } } });
    const { user_data } = failover.one("aws_launch_template", { name: "sample-test-path-monitor" });
    expect(String(user_data)).toContain("TIERRA_PATH_INTERVAL_MS=5000");
    expect(String(user_data)).toContain("TIERRA_PATH_UP=20");
  });

  it("tags instances, volumes and network interfaces like the provider's default tags", () => {
    const [defaults] = template.provider("aws").default_tags;
    const launched = template
      .all("aws_launch_template")
      .flatMap(({ tag_specifications }) => tag_specifications.map(({ tags }: { tags: object }) => tags));
    expect(launched).toHaveLength(4);
    for (const tags of launched) {
      expect(tags).toMatchObject(defaults.tags);
    }
  });

  it("creates an alarm for each failure of the paths", () => {
    const names = template.all("aws_cloudwatch_metric_alarm").map(({ alarm_name }) => alarm_name);
    for (const word of [
      "heartbeat-missing",
      "on-vpn",
      "both-down",
      "virtual-interface-down",
      "vpn-down",
      "api-errors",
      "dead-end",
      "hold-unknown",
      "direct-connect-loss",
      "direct-connect-slow",
    ]) {
      expect(names).toContain(`sample-test-path-${word}`);
    }
    expect(names).not.toContain("sample-test-path-witness-loss");
  });

  it("pages when there is no fail-over or no path", () => {
    const { failover } = build({
      alarmSubscriptions: [{ protocol: "email", endpoint: "ops@example.com", receives: "pages" }],
    });
    const { filter_policy } = failover.one("aws_sns_topic_subscription");
    expect(JSON.parse(filter_policy)).toEqual({
      AlarmName: ["sample-test-path-both-down", "sample-test-path-dead-end", "sample-test-path-heartbeat-missing"],
    });
  });

  it("measures Direct Connect with AWS's own probes too if configured", () => {
    const { failover: template } = build({ failover: { networkMonitor: "experimental" } });
    template.one("aws_networkmonitor_monitor", { aggregation_period: 30 });
    template.count("aws_networkmonitor_probe", 2);
    template.all("aws_networkmonitor_probe", { protocol: "ICMP" });
    template.one("aws_cloudwatch_metric_alarm", { alarm_name: "sample-test-path-witness-loss" });
  });

  it("has no such probes by default", () => {
    template.none("aws_networkmonitor_monitor");
  });

  describe("with a route server", () => {
    const { failover } = build({
      failover: { mode: "route-server", routeServer: { experimental: true } },
      alarmSubscriptions: [{ protocol: "email", endpoint: "ops@example.com", receives: "pages" }],
    });

    it("pages when all sessions or the appliance are down, because no path monitor does", () => {
      failover.one("aws_cloudwatch_composite_alarm", {
        alarm_name: "sample-test-path-direct-connect-down",
        alarm_rule: expect.stringContaining("virtual-interface-down"),
      });
      expect(JSON.parse(failover.one("aws_sns_topic_subscription").filter_policy)).toEqual({
        AlarmName: ["sample-test-path-direct-connect-down", "sample-test-path-appliance-unreachable"],
      });
    });

    it("has no path monitor, and no role that may change routes", () => {
      failover.none("aws_autoscaling_group");
      expect(statements(failover).flatMap(({ actions }) => actions)).not.toContain("ec2:CreateRoute");
    });

    it("peers with the appliance from two zones, and propagates to the production subnet", () => {
      failover.count("aws_vpc_route_server_endpoint", 2);
      failover.all("aws_vpc_route_server_peer", {
        peer_address: failover.ref("aws_network_interface", undefined, "private_ip"),
        bgp_options: [{ peer_asn: 65020, peer_liveness_detection: "bfd" }],
      });
      failover.count("aws_vpc_route_server_propagation", 1);
    });

    it("passes the endpoints' addresses to the appliance", () => {
      expect(String(failover.one("aws_launch_template").user_data)).toContain("TIERRA_BGP_PEERS=");
    });
  });

  it("launches a vendor's image without access to the secret", () => {
    const image = { marketplace: "ami-0123456789abcdef0", rootDevice: "/dev/sda1", rootVolumeGiB: 16 };
    const { failover } = build({ failover: { appliance: { image } } });
    failover.one("aws_launch_template", { image_id: "ami-0123456789abcdef0" });
    expect(statements(failover).map(({ sid }) => sid)).not.toContain("ReadTunnelSecret");
  });

  it("leaves the secret empty for a certificate, which an operator writes", () => {
    template.one("aws_secretsmanager_secret");
    template.none("aws_secretsmanager_secret_version");
  });
});

function statements(template: Template) {
  return template.all("aws_iam_role_policy").flatMap(({ policy }) => statementsOf(policy));
}
