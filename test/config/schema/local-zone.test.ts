import { LOCAL_ZONE, problemsOf, sampleEnvironment } from "../../helpers/environments";

function problems(overrides: object): readonly string[] {
  return problemsOf({ localZone: { ...LOCAL_ZONE, ...overrides } });
}

function interfaceWith(changes: object): object {
  const virtualInterface = {
    connectionId: "dxcon-fg1234ab",
    vlan: 101,
    customerAsn: 65_000,
    amazonAddress: "169.254.100.1/30",
    customerAddress: "169.254.100.2/30",
    ...changes,
  };
  return { directConnect: { virtualInterface } };
}

describe("the local-zone section", () => {
  it("has defaults for all but the zone, the site and the connection", () => {
    const config = sampleEnvironment({ localZone: LOCAL_ZONE }).localZone;
    expect(config).toMatchObject({
      vpcCidr: "10.20.0.0/16",
      subnets: { publicCidr: "10.20.0.0/24", productionCidr: "10.20.1.0/24", utilityCidr: "10.20.2.0/24" },
      directConnect: { amazonAsn: 64512 },
      failover: { mode: "script", networkMonitor: false },
    });
  });

  it("leaves the defaults of the modules to the modules", () => {
    const config = sampleEnvironment({ localZone: LOCAL_ZONE }).localZone;
    expect(config?.failover).toMatchObject({ appliance: {}, monitor: {}, routeServer: {} });
    expect(config?.failover.monitor).toEqual({});
    expect(config).not.toHaveProperty("logRetentionInDays");
  });

  it("accepts the sample", () => {
    expect(problems({})).toEqual([]);
  });

  const cases: ReadonlyArray<readonly [string, object, string]> = [
    [
      "an Availability Zone in place of a Local Zone",
      { zone: "eu-central-1a" },
      "localZone.zone must be a Local Zone, e.g.",
    ],
    [
      "a Local Zone of another region",
      { zone: "us-east-1-bos-1a" },
      "localZone.zone must be a Local Zone of eu-central-1",
    ],
    [
      "interface endpoints in a Local Zone",
      {
        subnets: {
          endpoints: [
            { zone: "eu-central-1-ham-1a", cidr: "10.20.8.0/24" },
            { zone: "eu-central-1b", cidr: "10.20.9.0/24" },
          ],
        },
      },
      "localZone.subnets.endpoints[0].zone must be an Availability Zone, not a Local Zone",
    ],
    [
      "subnets that overlap",
      { subnets: { ...LOCAL_ZONE.subnets, utilityCidr: "10.20.1.0/25" } },
      "localZone.subnets.utilityCidr must not overlap subnets.productionCidr 10.20.1.0/24",
    ],
    [
      "CIDR blocks on premises that overlap the VPC",
      { onPremises: { ...LOCAL_ZONE.onPremises, ranges: ["10.0.0.0/8", "192.168.0.0/16"] } },
      "localZone.onPremises.ranges[0] must not overlap vpcCidr 10.20.0.0/16",
    ],
    [
      "one address that probes both paths",
      { onPremises: { ...LOCAL_ZONE.onPremises, vpnTargets: ["192.168.0.2"] } },
      "localZone.onPremises.vpnTargets[0] must not be among targets",
    ],
    [
      "a VPN probe outside the tunnel's ranges",
      { onPremises: { ...LOCAL_ZONE.onPremises, vpnTargets: ["172.16.0.1"] } },
      "localZone.onPremises.vpnTargets[0] must lie within one of ranges",
    ],
    [
      "an ASN that Direct Connect gateways refuse",
      { directConnect: { ...LOCAL_ZONE.directConnect, amazonAsn: 65_534 } },
      "localZone.directConnect.amazonAsn must be a private ASN from 64512 to 65533",
    ],
    [
      "an ASN that the provider sends as a negative number",
      interfaceWith({ customerAsn: 4_200_000_000 }),
      "localZone.directConnect.virtualInterface",
    ],
    [
      "one ASN on both sides",
      interfaceWith({ customerAsn: 64_512 }),
      "localZone.directConnect.virtualInterface.customerAsn must not be amazonAsn",
    ],
    [
      "addresses of two networks",
      interfaceWith({ customerAddress: "169.254.101.2/30" }),
      "localZone.directConnect.virtualInterface.customerAddress must be the other address of 169.254.100.0/30",
    ],
    [
      "an invalid address",
      interfaceWith({ customerAddress: "169.254.999.2/30" }),
      "localZone.directConnect.virtualInterface",
    ],
    [
      "a broadcast address",
      interfaceWith({ customerAddress: "169.254.100.3/30" }),
      "localZone.directConnect.virtualInterface.customerAddress must be one of the two hosts of 169.254.100.0/30",
    ],
    [
      "one address on both sides",
      interfaceWith({ customerAddress: "169.254.100.1/30" }),
      "localZone.directConnect.virtualInterface.customerAddress must be the other address of",
    ],
    [
      "a route server without the acknowledgement that it is experimental",
      { failover: { mode: "route-server" } },
      'localZone.failover.routeServer.experimental must be true with mode "route-server", got nothing; AWS does not document',
    ],
    [
      "probes from the zone as if AWS documented them",
      { failover: { networkMonitor: true } },
      'localZone.failover.networkMonitor must be false or "experimental", got true',
    ],
    [
      "a vendor's image without its root device",
      { failover: { appliance: { image: { marketplace: "ami-0123456789abcdef0" } } } },
      "localZone.failover.appliance.image.rootDevice must be",
    ],
  ];
  it.each(cases)("refuses %s", (_, overrides, message) => {
    expect(problems(overrides).join("\n")).toContain(message);
  });
});
