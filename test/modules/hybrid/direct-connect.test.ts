import { DirectConnect, type DirectConnectProps } from "../../../modules/hybrid/direct-connect";
import { Template } from "../../helpers/template";

const INTERFACE = {
  connectionId: "dxcon-1",
  vlan: 101,
  customerAsn: 65000,
  amazonAddress: "169.254.100.1/30",
  customerAddress: "169.254.100.2/30",
};

function build(...virtualInterfaces: DirectConnectProps["virtualInterfaces"]) {
  let made: DirectConnect | undefined;
  const template = Template.of((scope) => {
    made = new DirectConnect(scope, "direct-connect", {
      name: "sample",
      amazonAsn: 64512,
      gatewayId: "vgw-1",
      allowedPrefixes: ["10.20.0.0/16"],
      virtualInterfaces,
    });
  });
  return { template, directConnect: made as DirectConnect };
}

describe("DirectConnect", () => {
  const { template, directConnect } = build(INTERFACE);

  it("stands alone: required props only, with an MTU of 1500", () => {
    template.one("aws_dx_private_virtual_interface", {
      name: "sample",
      connection_id: "dxcon-1",
      vlan: 101,
      bgp_asn: 65000,
      amazon_address: "169.254.100.1/30",
      customer_address: "169.254.100.2/30",
      mtu: 1500,
      dx_gateway_id: template.ref("aws_dx_gateway"),
    });
  });

  it("advertises the allowed prefixes through the virtual private gateway", () => {
    template.one("aws_dx_gateway", { amazon_side_asn: "64512" });
    template.one("aws_dx_gateway_association", {
      dx_gateway_id: template.ref("aws_dx_gateway"),
      associated_gateway_id: "vgw-1",
      allowed_prefixes: ["10.20.0.0/16"],
    });
  });

  it("stores no BGP key", () => {
    expect(template.one("aws_dx_private_virtual_interface")).not.toHaveProperty("bgp_auth_key");
  });

  it("returns the connection of its virtual interface, for CloudWatch", () => {
    expect(directConnect.virtualInterfaces[0]?.connectionId).toBe("dxcon-1");
  });

  it("creates jumbo frames if configured", () => {
    build({ ...INTERFACE, mtu: 9001 }).template.one("aws_dx_private_virtual_interface", { mtu: 9001 });
  });

  describe("with a hosted virtual interface", () => {
    const hosted = build({ hosted: "dxvif-1" });

    it("accepts it and creates none", () => {
      hosted.template.one("aws_dx_hosted_private_virtual_interface_accepter", {
        virtual_interface_id: "dxvif-1",
        dx_gateway_id: hosted.template.ref("aws_dx_gateway"),
      });
      hosted.template.none("aws_dx_private_virtual_interface");
    });

    it("returns no connection, which this account does not know", () => {
      expect(hosted.directConnect.virtualInterfaces[0]).not.toHaveProperty("connectionId");
    });
  });

  describe("with several virtual interfaces", () => {
    const second = { ...INTERFACE, name: "ny", connectionId: "dxcon-2", location: "EqNY2", preference: "low" } as const;
    const { template, directConnect } = build({ ...INTERFACE, preference: "high" }, second, {
      name: "partner",
      hosted: "dxvif-1",
    });

    it("keeps the name and the address of the one without a name", () => {
      template.one("aws_dx_private_virtual_interface", { name: "sample", connection_id: "dxcon-1" });
      expect(template.address("aws_dx_private_virtual_interface", "direct-connect/interface")).toBe(
        build(INTERFACE).template.address("aws_dx_private_virtual_interface"),
      );
    });

    it("tags each with its preference and its location", () => {
      template.one("aws_dx_private_virtual_interface", {
        name: "sample-ny",
        connection_id: "dxcon-2",
        tags: { Name: "sample-ny", Preference: "low", Location: "EqNY2" },
      });
    });

    it("accepts hosted ones beside its own", () => {
      template.one("aws_dx_hosted_private_virtual_interface_accepter", { tags: { Name: "sample-partner" } });
    });

    it("returns the name of each, for its alarm", () => {
      expect(directConnect.virtualInterfaces.map(({ name }) => name)).toEqual([undefined, "ny", "partner"]);
    });

    it("refuses equal names and an empty list", () => {
      expect(() => build(second, second)).toThrow('virtualInterfaces must have different names, got ["ny","ny"]');
      expect(() => build()).toThrow("virtualInterfaces must hold at least 1 virtual interface, got 0");
    });
  });
});
