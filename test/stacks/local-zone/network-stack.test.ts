import { LOCAL_ZONE } from "../../helpers/environments";
import { build } from "./stacks";

describe("LocalZoneNetworkStack", () => {
  const { network: template } = build();

  it("opts in to the zone group before it creates subnets in the Local Zone", () => {
    template.one("aws_ec2_availability_zone_group", { group_name: "eu-central-1-ham-1", opt_in_status: "opted-in" });
    const group = template.address("aws_ec2_availability_zone_group");
    const local = template.some("aws_subnet", { availability_zone: "eu-central-1-ham-1a" });
    expect(local).toHaveLength(3);
    for (const subnet of local) {
      expect(subnet.depends_on).toEqual([group]);
    }
  });

  it("creates the endpoints in two Availability Zones", () => {
    const subnets = ["private-subnet-3-eu-central-1a", "private-subnet-3-eu-central-1b"].map((name) =>
      template.ref("aws_subnet", name),
    );
    template.count("aws_vpc_endpoint", 7);
    template.all("aws_vpc_endpoint", { subnet_ids: subnets, private_dns_enabled: true });
    for (const service of ["ec2", "ssm", "ssmmessages", "ec2messages", "logs", "monitoring", "secretsmanager"]) {
      template.one("aws_vpc_endpoint", { service_name: `com.amazonaws.eu-central-1.${service}` });
    }
  });

  it("routes only the public subnet to the internet gateway", () => {
    template.one("aws_route", {
      route_table_id: template.ref("aws_route_table", "public-subnet-1"),
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: template.ref("aws_internet_gateway"),
    });
    template.count("aws_route", 1);
  });

  it("propagates routes from Direct Connect to the production and utility subnets only", () => {
    template.count("aws_vpn_gateway_route_propagation", 2);
    for (const name of ["private-subnet-1", "private-subnet-2"]) {
      template.one("aws_vpn_gateway_route_propagation", { route_table_id: template.ref("aws_route_table", name) });
    }
  });

  it("advertises only the VPC, through a virtual private gateway with another ASN", () => {
    template.one("aws_dx_gateway", { amazon_side_asn: "64512" });
    template.one("aws_vpn_gateway", { amazon_side_asn: "64513", vpc_id: template.ref("aws_vpc") });
    template.one("aws_dx_gateway_association", {
      associated_gateway_id: template.ref("aws_vpn_gateway"),
      allowed_prefixes: ["10.20.0.0/16"],
    });
  });

  it("creates a private virtual interface without a BGP key", () => {
    const virtualInterface = template.one("aws_dx_private_virtual_interface", { vlan: 101, bgp_asn: 65000, mtu: 1500 });
    expect(virtualInterface).not.toHaveProperty("bgp_auth_key");
  });

  it("accepts a hosted virtual interface", () => {
    const { network } = build({ directConnect: { virtualInterface: { hosted: "dxvif-fg1234ab" } } });
    network.one("aws_dx_hosted_private_virtual_interface_accepter", { virtual_interface_id: "dxvif-fg1234ab" });
    network.none("aws_dx_private_virtual_interface");
  });

  it("outputs the resiliency class and the configuration of each router", () => {
    expect(template.output("direct_connect_resiliency")).toBe("no redundancy: 1 virtual interface not counted");
    expect(template.output("router_configurations")).toEqual({
      "direct-connect": expect.stringContaining("neighbor 169.254.100.1 remote-as 64512\n"),
    });
  });

  it("is the same for a list with one entry without a name, so that a second entry only adds resources", () => {
    const { virtualInterface } = LOCAL_ZONE.directConnect;
    const list = build({ directConnect: { virtualInterface: undefined, virtualInterfaces: [virtualInterface] } });
    expect(list.network.json).toEqual(template.json);
    expect(list.failover.json).toEqual(build().failover.json);
  });

  it("creates several virtual interfaces on one gateway", () => {
    const { virtualInterface } = LOCAL_ZONE.directConnect;
    const second = {
      ...virtualInterface,
      name: "second",
      location: "EqFR5",
      connectionId: "dxcon-other",
      amazonAddress: "169.254.101.1/30",
      customerAddress: "169.254.101.2/30",
    };
    const { network, failover } = build({
      directConnect: {
        virtualInterface: undefined,
        virtualInterfaces: [{ ...virtualInterface, location: "EqFA5" }, second],
      },
    });
    network.all("aws_dx_private_virtual_interface", { dx_gateway_id: network.ref("aws_dx_gateway") });
    network.count("aws_dx_private_virtual_interface", 2);
    expect(network.output("direct_connect_resiliency")).toBe("high resiliency (99.9 %): 2 connections in 2 locations");
    failover.some("aws_cloudwatch_metric_alarm", { alarm_name: "sample-test-path-virtual-interface-down" });
    failover.some("aws_cloudwatch_metric_alarm", { alarm_name: "sample-test-path-virtual-interface-down-second" });
  });

  it("uses the region of the Local Zone, not the environment's", () => {
    expect(template.provider("aws").region).toBe("eu-central-1");
  });
});
