import { DirectConnect, type DirectConnectProps } from "../../../modules/hybrid/direct-connect";
import { Template } from "../../helpers/template";

const INTERFACE = {
  connectionId: "dxcon-1",
  vlan: 101,
  customerAsn: 65000,
  amazonAddress: "169.254.100.1/30",
  customerAddress: "169.254.100.2/30",
};

function build(virtualInterface: DirectConnectProps["virtualInterface"] = INTERFACE) {
  let made: DirectConnect | undefined;
  const template = Template.of((scope) => {
    made = new DirectConnect(scope, "direct-connect", {
      name: "sample",
      amazonAsn: 64512,
      gatewayId: "vgw-1",
      allowedPrefixes: ["10.20.0.0/16"],
      virtualInterface,
    });
  });
  return { template, directConnect: made as DirectConnect };
}

describe("DirectConnect", () => {
  const { template, directConnect } = build();

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
    expect(directConnect.virtualInterface.connectionId).toBe("dxcon-1");
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
      expect(hosted.directConnect.virtualInterface).not.toHaveProperty("connectionId");
    });
  });
});
