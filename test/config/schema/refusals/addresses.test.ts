import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [
    { "localZone.onPremises.targets": ["8.8.8.8"] },
    [
      'localZone.onPremises.targets[0] must be a private address: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "8.8.8.8"',
    ],
  ],
  [
    { "localZone.onPremises.targets": ["127.0.0.1"] },
    [
      'localZone.onPremises.targets[0] must be a private address: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "127.0.0.1"',
    ],
  ],
  [
    { "localZone.onPremises.targets": ["169.254.1.1"] },
    [
      'localZone.onPremises.targets[0] must be a private address: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "169.254.1.1"',
    ],
  ],
  [
    { "localZone.onPremises.targets": ["192.168.0"] },
    ['localZone.onPremises.targets[0] must be an IPv4 address, e.g. 192.0.2.1, got "192.168.0"'],
  ],
  [
    { "localZone.onPremises.targets": ["192.168.0.256"] },
    ['localZone.onPremises.targets[0] must be an IPv4 address, e.g. 192.0.2.1, got "192.168.0.256"'],
  ],
  [
    { "localZone.onPremises.targets": ["192.168.000.1"] },
    ['localZone.onPremises.targets[0] must be an IPv4 address, e.g. 192.0.2.1, got "192.168.000.1"'],
  ],
  [
    { "localZone.onPremises.targets": [""] },
    ['localZone.onPremises.targets[0] must be an IPv4 address, e.g. 192.0.2.1, got "" (empty)'],
  ],
  [
    { "localZone.onPremises.targets": ["fe80::1"] },
    ['localZone.onPremises.targets[0] must be an IPv4 address, e.g. 192.0.2.1, got "fe80::1"'],
  ],
  [
    { "localZone.onPremises.targets": ["172.16.0.9"] },
    ['localZone.onPremises.targets[0] must lie within one of ranges, got "172.16.0.9"'],
  ],
  [
    { "localZone.onPremises.targets": ["router.example.com"] },
    ['localZone.onPremises.targets[0] must be an IPv4 address, e.g. 192.0.2.1, got "router.example.com"'],
  ],
  [
    { "localZone.onPremises.vpnTargets": ["10.9.0.1"] },
    ['localZone.onPremises.vpnTargets[0] must lie within one of ranges, got "10.9.0.1"'],
  ],
  [
    { "localZone.onPremises.vpnTargets": ["192.168.0.2"] },
    [
      'localZone.onPremises.vpnTargets[0] must not be among targets, got "192.168.0.2"; one address cannot test two paths',
    ],
  ],
  [
    { "localZone.onPremises.vpnTargets": ["1.1.1.1"] },
    [
      'localZone.onPremises.vpnTargets[0] must be a private address: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "1.1.1.1"',
    ],
  ],
  [
    { "localZone.onPremises.vpnGateway": "10.1.2.3" },
    ['localZone.onPremises.vpnGateway must be a public address, which the internet routes, got "10.1.2.3"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "192.168.1.1" },
    ['localZone.onPremises.vpnGateway must be a public address, which the internet routes, got "192.168.1.1"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "172.31.0.1" },
    ['localZone.onPremises.vpnGateway must be a public address, which the internet routes, got "172.31.0.1"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "100.64.1.1" },
    ['localZone.onPremises.vpnGateway must be a public address, which the internet routes, got "100.64.1.1"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "127.0.0.1" },
    ['localZone.onPremises.vpnGateway must not be in 127.0.0.0/8, which is loopback address space, got "127.0.0.1"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "169.254.0.1" },
    [
      'localZone.onPremises.vpnGateway must not be in 169.254.0.0/16, which is link-local address space, got "169.254.0.1"',
    ],
  ],
  [
    { "localZone.onPremises.vpnGateway": "0.0.0.0" },
    ['localZone.onPremises.vpnGateway must not be in 0.0.0.0/8, which is this network address space, got "0.0.0.0"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "224.0.0.1" },
    ['localZone.onPremises.vpnGateway must not be in 224.0.0.0/4, which is multicast address space, got "224.0.0.1"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "255.255.255.255" },
    [
      'localZone.onPremises.vpnGateway must not be in 240.0.0.0/4, which is reserved address space, got "255.255.255.255"',
    ],
  ],
  [
    { "localZone.onPremises.vpnGateway": "198.18.0.1" },
    ['localZone.onPremises.vpnGateway must be a public address, which the internet routes, got "198.18.0.1"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "192.0.0.1" },
    ['localZone.onPremises.vpnGateway must be a public address, which the internet routes, got "192.0.0.1"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "vpn.example.com" },
    ['localZone.onPremises.vpnGateway must be an IPv4 address, e.g. 192.0.2.1, got "vpn.example.com"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "2001:db8::1" },
    ['localZone.onPremises.vpnGateway must be an IPv4 address, e.g. 192.0.2.1, got "2001:db8::1"'],
  ],
  [
    { "localZone.onPremises.vpnGateway": "" },
    ['localZone.onPremises.vpnGateway must be an IPv4 address, e.g. 192.0.2.1, got "" (empty)'],
  ],
  [
    { "localZone.onPremises.vpnGateway": 1 },
    ["localZone.onPremises.vpnGateway must be a string, got 1; write it in quotes"],
  ],
  [
    {
      "localZone.directConnect.virtualInterface.amazonAddress": "127.0.0.1/30",
      "localZone.directConnect.virtualInterface.customerAddress": "127.0.0.2/30",
    },
    [
      'localZone.directConnect.virtualInterface.amazonAddress must not be in 127.0.0.0/8, which is loopback address space, got "127.0.0.1/30"',
      'localZone.directConnect.virtualInterface.customerAddress must not be in 127.0.0.0/8, which is loopback address space, got "127.0.0.2/30"',
    ],
  ],
  [
    {
      "localZone.directConnect.virtualInterface.amazonAddress": "169.254.100.1/29",
      "localZone.directConnect.virtualInterface.customerAddress": "169.254.100.2/29",
    },
    [
      'localZone.directConnect.virtualInterface.amazonAddress must have a prefix length of 30 or 31, e.g. 169.254.100.1/30, got "169.254.100.1/29"',
      'localZone.directConnect.virtualInterface.customerAddress must have a prefix length of 30 or 31, e.g. 169.254.100.1/30, got "169.254.100.2/29"',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAddress": "169.254.100.2" },
    [
      'localZone.directConnect.virtualInterface.customerAddress must be an IPv4 address with its prefix length, e.g. 169.254.100.1/30, got "169.254.100.2"',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAddress": "169.254.100.1/30" },
    [
      'localZone.directConnect.virtualInterface.customerAddress must be the other address of 169.254.100.0/30, got "169.254.100.1/30"',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAddress": "169.254.100.3/30" },
    [
      'localZone.directConnect.virtualInterface.customerAddress must be one of the two hosts of 169.254.100.0/30, not its first or last address, got "169.254.100.3/30"',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAddress": "169.254.101.2/30" },
    [
      'localZone.directConnect.virtualInterface.customerAddress must be the other address of 169.254.100.0/30, got "169.254.101.2/30"',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAddress": "169.254.100.2/31" },
    [
      'localZone.directConnect.virtualInterface.customerAddress must be the other address of 169.254.100.0/30, got "169.254.100.2/31"',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAddress": "224.0.0.1/30" },
    [
      'localZone.directConnect.virtualInterface.customerAddress must not be in 224.0.0.0/4, which is multicast address space, got "224.0.0.1/30"',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAddress": "" },
    [
      'localZone.directConnect.virtualInterface.customerAddress must be an IPv4 address with its prefix length, e.g. 169.254.100.1/30, got "" (empty)',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": 0 },
    ["localZone.directConnect.virtualInterface.customerAsn must be a whole number from 1 to 2147483646, got 0"],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": 23456 },
    [
      "localZone.directConnect.virtualInterface.customerAsn must not be one of the reserved ASNs 23456, 65535, 4294967295, got 23456",
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": 65535 },
    [
      "localZone.directConnect.virtualInterface.customerAsn must not be one of the reserved ASNs 23456, 65535, 4294967295, got 65535",
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": 64512 },
    [
      "localZone.directConnect.virtualInterface.customerAsn must not be amazonAsn, got 64512; a private virtual interface uses external BGP",
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": 4294967295 },
    [
      "localZone.directConnect.virtualInterface.customerAsn must be a whole number from 1 to 2147483646, got 4294967295",
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": 2147483647 },
    [
      "localZone.directConnect.virtualInterface.customerAsn must be a whole number from 1 to 2147483646, got 2147483647",
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": "65000" },
    [
      'localZone.directConnect.virtualInterface.customerAsn must be a whole number from 1 to 2147483646, got "65000"; write it without quotes',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": 1e21 },
    ["localZone.directConnect.virtualInterface.customerAsn must be a whole number from 1 to 2147483646, got 1e+21"],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": Number.NaN },
    ["localZone.directConnect.virtualInterface.customerAsn must be a finite number, got NaN; write the value itself"],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": 1.5 },
    ["localZone.directConnect.virtualInterface.customerAsn must be a whole number from 1 to 2147483646, got 1.5"],
  ],
  [
    { "localZone.directConnect.virtualInterface.customerAsn": null },
    ["localZone.directConnect.virtualInterface.customerAsn must be a whole number from 1 to 2147483646, got null"],
  ],
  [
    { "localZone.directConnect.amazonAsn": 65534 },
    [
      "localZone.directConnect.amazonAsn must be a private ASN from 64512 to 65533 or from 4200000000 to 4294967293, got 65534",
    ],
  ],
  [
    { "localZone.directConnect.amazonAsn": 0 },
    [
      "localZone.directConnect.amazonAsn must be a private ASN from 64512 to 65533 or from 4200000000 to 4294967293, got 0",
    ],
  ],
  [
    { "localZone.directConnect.amazonAsn": 4294967294 },
    [
      "localZone.directConnect.amazonAsn must be a private ASN from 64512 to 65533 or from 4200000000 to 4294967293, got 4294967294",
    ],
  ],
  [
    { "localZone.directConnect.amazonAsn": "64512" },
    [
      'localZone.directConnect.amazonAsn must be a private ASN from 64512 to 65533 or from 4200000000 to 4294967293, got "64512"; write it without quotes',
    ],
  ],
  [
    { "localZone.failover.routeServer.amazonAsn": 23456 },
    [
      "localZone.failover.routeServer.amazonAsn must not be one of the reserved ASNs 23456, 65535, 4294967295, got 23456",
    ],
  ],
  [
    { "localZone.failover.routeServer.amazonAsn": 0 },
    ["localZone.failover.routeServer.amazonAsn must be a whole number from 1 to 4294967294, got 0"],
  ],
  [
    { "localZone.directConnect.virtualInterface.vlan": 0 },
    ["localZone.directConnect.virtualInterface.vlan must be a whole number from 1 to 4094, got 0"],
  ],
  [
    { "localZone.directConnect.virtualInterface.vlan": 4095 },
    ["localZone.directConnect.virtualInterface.vlan must be a whole number from 1 to 4094, got 4095"],
  ],
  [
    { "localZone.directConnect.virtualInterface.vlan": 1.5 },
    ["localZone.directConnect.virtualInterface.vlan must be a whole number from 1 to 4094, got 1.5"],
  ],
  [
    { "localZone.directConnect.virtualInterface.mtu": 1400 },
    ["localZone.directConnect.virtualInterface.mtu must be 1500 or 9001, got 1400"],
  ],
  [
    { "localZone.directConnect.virtualInterface.mtu": "9001" },
    ['localZone.directConnect.virtualInterface.mtu must be 1500 or 9001, got "9001"'],
  ],
];

describe("an address or an ASN", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
