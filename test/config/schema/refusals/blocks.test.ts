import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [
    { "threeTier.network.vpcCidr": "0.0.0.0/16" },
    ['threeTier.network.vpcCidr must not be in 0.0.0.0/8, which is this network address space, got "0.0.0.0/16"'],
  ],
  [
    { "threeTier.network.vpcCidr": "127.0.0.0/16" },
    ['threeTier.network.vpcCidr must not be in 127.0.0.0/8, which is loopback address space, got "127.0.0.0/16"'],
  ],
  [
    { "threeTier.network.vpcCidr": "169.254.0.0/16" },
    [
      'threeTier.network.vpcCidr must not be in 169.254.0.0/16, which is link-local address space, got "169.254.0.0/16"',
    ],
  ],
  [
    { "threeTier.network.vpcCidr": "224.0.0.0/16" },
    ['threeTier.network.vpcCidr must not be in 224.0.0.0/4, which is multicast address space, got "224.0.0.0/16"'],
  ],
  [
    { "threeTier.network.vpcCidr": "240.0.0.0/16" },
    ['threeTier.network.vpcCidr must not be in 240.0.0.0/4, which is reserved address space, got "240.0.0.0/16"'],
  ],
  [
    { "threeTier.network.vpcCidr": "255.255.0.0/16" },
    ['threeTier.network.vpcCidr must not be in 240.0.0.0/4, which is reserved address space, got "255.255.0.0/16"'],
  ],
  [
    { "threeTier.network.vpcCidr": "10.0.0.0/8" },
    ['threeTier.network.vpcCidr must be a block of /16 to /28, got "10.0.0.0/8"'],
  ],
  [
    { "threeTier.network.vpcCidr": "10.0.0.0/29" },
    ['threeTier.network.vpcCidr must be a block of /16 to /28, got "10.0.0.0/29"'],
  ],
  [
    { "threeTier.network.vpcCidr": "" },
    [
      'threeTier.network.vpcCidr must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "" (empty)',
    ],
  ],
  [
    { "threeTier.network.vpcCidr": "10.0.0.1/16" },
    [
      'threeTier.network.vpcCidr must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "10.0.0.1/16"',
    ],
  ],
  [
    { "threeTier.network.vpcCidr": "2001:db8::/32" },
    [
      'threeTier.network.vpcCidr must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "2001:db8::/32"',
    ],
  ],
  [
    { "threeTier.network.vpcCidr": "10.0.0.0" },
    [
      'threeTier.network.vpcCidr must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "10.0.0.0"',
    ],
  ],
  [
    { "threeTier.network.vpcCidr": "10.0.0.0/16 " },
    [
      'threeTier.network.vpcCidr must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "10.0.0.0/16 "',
    ],
  ],
  [
    { "threeTier.network.vpcCidr": "10.1.0.0/16" },
    [
      'threeTier.network.vpcCidr must contain the subnets, e.g. zones[0].publicCidr 10.0.0.0/20, got "10.1.0.0/16"; 10.1.0.0/16 contains none of them',
    ],
  ],
  [{ "threeTier.network.vpcCidr": 10 }, ["threeTier.network.vpcCidr must be a string, got 10; write it in quotes"]],
  [{ "threeTier.network.vpcCidr": null }, ["threeTier.network.vpcCidr must be a string, got null"]],
  [
    { "threeTier.network.zones.0.publicCidr": "10.1.0.0/24" },
    ['threeTier.network.zones[0].publicCidr must lie within vpcCidr 10.0.0.0/16, got "10.1.0.0/24"'],
  ],
  [
    { "threeTier.network.zones.0.publicCidr": "10.0.0.0/29" },
    ['threeTier.network.zones[0].publicCidr must be a block of /28 or larger, got "10.0.0.0/29"'],
  ],
  [
    { "threeTier.network.zones.0.publicCidr": "10.0.16.0/24" },
    ['threeTier.network.zones[1].publicCidr must not overlap zones[0].publicCidr 10.0.16.0/24, got "10.0.16.0/20"'],
  ],
  [
    { "threeTier.network.zones.0.publicCidr": "127.0.0.0/24" },
    [
      'threeTier.network.zones[0].publicCidr must not be in 127.0.0.0/8, which is loopback address space, got "127.0.0.0/24"',
    ],
  ],
  [
    { "threeTier.network.zones.0.publicCidr": "0.0.0.0/0" },
    [
      'threeTier.network.zones[0].publicCidr must not be in 0.0.0.0/8, which is this network address space, got "0.0.0.0/0"',
    ],
  ],
  [
    { "threeTier.network.zones.0.publicCidr": "10.0.0.0/8" },
    ['threeTier.network.zones[0].publicCidr must lie within vpcCidr 10.0.0.0/16, got "10.0.0.0/8"'],
  ],
  [
    { "auroraApi.network.vpcCidr": "10.12.0.0/16" },
    [
      'auroraApi.network.vpcCidr must contain the subnets, e.g. zones[0].publicCidr 10.11.160.0/20, got "10.12.0.0/16"; 10.12.0.0/16 contains none of them',
    ],
  ],
  [
    { "auroraApi.network.vpcCidr": "169.254.0.0/16" },
    [
      'auroraApi.network.vpcCidr must not be in 169.254.0.0/16, which is link-local address space, got "169.254.0.0/16"',
    ],
  ],
  [
    { "auroraApi.network.vpcCidr": "10.0.0.0/15" },
    ['auroraApi.network.vpcCidr must be a block of /16 to /28, got "10.0.0.0/15"'],
  ],
  [
    { "auroraApi.vpn.clientCidr": "169.254.0.0/20" },
    ['auroraApi.vpn.clientCidr must not be in 169.254.0.0/16, which is link-local address space, got "169.254.0.0/20"'],
  ],
  [
    { "auroraApi.vpn.clientCidr": "10.11.0.0/22" },
    ['auroraApi.vpn.clientCidr must not overlap the VPC\'s 10.11.0.0/16, got "10.11.0.0/22"'],
  ],
  [
    { "auroraApi.vpn.clientCidr": "10.8.0.0/13" },
    ['auroraApi.vpn.clientCidr must not overlap the VPC\'s 10.11.0.0/16, got "10.8.0.0/13"'],
  ],
  [
    { "auroraApi.vpn.clientCidr": "10.99.0.0/23" },
    ['auroraApi.vpn.clientCidr must be a block of /12 to /22, got "10.99.0.0/23"'],
  ],
  [
    { "auroraApi.vpn.clientCidr": "10.0.0.0/8" },
    ['auroraApi.vpn.clientCidr must be a block of /12 to /22, got "10.0.0.0/8"'],
  ],
  [
    { "auroraApi.vpn.clientCidr": "10.99.0.1/22" },
    [
      'auroraApi.vpn.clientCidr must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "10.99.0.1/22"',
    ],
  ],
  [
    { "auroraApi.vpn.clientCidr": "" },
    [
      'auroraApi.vpn.clientCidr must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "" (empty)',
    ],
  ],
  [
    { "activeActive.regions.0.vpcCidr": "10.17.0.0/24" },
    [
      'activeActive.regions[0].vpcCidr must contain the subnets, e.g. zones[0].privateCidr 10.16.0.0/26, got "10.17.0.0/24"; 10.17.0.0/24 contains none of them',
    ],
  ],
  [
    { "activeActive.regions.0.vpcCidr": "10.16.0.0/12" },
    ['activeActive.regions[0].vpcCidr must be a block of /16 to /28, got "10.16.0.0/12"'],
  ],
  [
    { "activeActive.regions.0.vpcCidr": "240.0.0.0/24" },
    ['activeActive.regions[0].vpcCidr must not be in 240.0.0.0/4, which is reserved address space, got "240.0.0.0/24"'],
  ],
  [
    { "activeActive.regions.0.zones.1.privateCidr": "10.16.0.0/25" },
    [
      'activeActive.regions[0].zones[1].privateCidr must not overlap zones[0].privateCidr 10.16.0.0/26, got "10.16.0.0/25"',
    ],
  ],
  [
    { "activeActive.regions.0.zones.1.privateCidr": "10.17.0.0/26" },
    ['activeActive.regions[0].zones[1].privateCidr must lie within vpcCidr 10.16.0.0/24, got "10.17.0.0/26"'],
  ],
  [
    { "activeActive.regions.0.zones.1.privateCidr": "10.16.0.64/29" },
    ['activeActive.regions[0].zones[1].privateCidr must be a block of /28 or larger, got "10.16.0.64/29"'],
  ],
  [
    { "localZone.vpcCidr": "10.30.0.0/16" },
    [
      'localZone.vpcCidr must contain the subnets, e.g. subnets.publicCidr 10.20.0.0/24, got "10.30.0.0/16"; 10.30.0.0/16 contains none of them',
    ],
  ],
  [{ "localZone.vpcCidr": "10.0.0.0/8" }, ['localZone.vpcCidr must be a block of /16 to /28, got "10.0.0.0/8"']],
  [
    { "localZone.vpcCidr": "192.168.0.0/16" },
    [
      'localZone.vpcCidr must contain the subnets, e.g. subnets.publicCidr 10.20.0.0/24, got "192.168.0.0/16"; 192.168.0.0/16 contains none of them',
    ],
  ],
  [
    { "localZone.subnets.utilityCidr": "10.20.1.0/25" },
    ['localZone.subnets.utilityCidr must not overlap subnets.productionCidr 10.20.1.0/24, got "10.20.1.0/25"'],
  ],
  [
    { "localZone.subnets.utilityCidr": "127.0.0.0/24" },
    ['localZone.subnets.utilityCidr must not be in 127.0.0.0/8, which is loopback address space, got "127.0.0.0/24"'],
  ],
  [
    { "localZone.subnets.utilityCidr": "10.21.0.0/24" },
    ['localZone.subnets.utilityCidr must lie within vpcCidr 10.20.0.0/16, got "10.21.0.0/24"'],
  ],
  [
    { "localZone.subnets.utilityCidr": "10.20.2.0/30" },
    ['localZone.subnets.utilityCidr must be a block of /28 or larger, got "10.20.2.0/30"'],
  ],
  [
    { "localZone.onPremises.ranges.0": "8.8.8.0/24" },
    [
      'localZone.onPremises.ranges[0] must be private address space: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "8.8.8.0/24"',
    ],
  ],
  [
    { "localZone.onPremises.ranges.0": "0.0.0.0/0" },
    [
      'localZone.onPremises.ranges[0] must be private address space: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "0.0.0.0/0"',
    ],
  ],
  [
    { "localZone.onPremises.ranges.0": "127.0.0.0/8" },
    [
      'localZone.onPremises.ranges[0] must be private address space: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "127.0.0.0/8"',
    ],
  ],
  [
    { "localZone.onPremises.ranges.0": "224.0.0.0/4" },
    [
      'localZone.onPremises.ranges[0] must be private address space: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "224.0.0.0/4"',
    ],
  ],
  [
    { "localZone.onPremises.ranges.0": "192.168.0.1/16" },
    [
      'localZone.onPremises.ranges[0] must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "192.168.0.1/16"',
    ],
  ],
  [
    { "localZone.onPremises.ranges.0": "192.168.0.0" },
    [
      'localZone.onPremises.ranges[0] must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "192.168.0.0"',
    ],
  ],
  [
    { "localZone.onPremises.ranges.0": "" },
    [
      'localZone.onPremises.ranges[0] must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "" (empty)',
    ],
  ],
  [
    { "localZone.onPremises.ranges.0": 5 },
    ["localZone.onPremises.ranges[0] must be a string, got 5; write it in quotes"],
  ],
  [
    { "localZone.onPremises.ranges": ["192.168.0.0/16", "10.0.0.0/8"] },
    ['localZone.onPremises.ranges[1] must not overlap vpcCidr 10.20.0.0/16, got "10.0.0.0/8"'],
  ],
];

describe("a block of addresses", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
