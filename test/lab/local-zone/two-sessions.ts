import { routerConfigurations } from "../../../modules/hybrid/router-configuration";

const SESSIONS = [
  { router: "r1", name: "first", block: "169.254.100", preference: "high", other: "192.168.1.4" },
  { router: "r3", name: "second", block: "169.254.101", preference: "low", other: "192.168.1.2" },
] as const;

/**
 * Configurations of FRR for two sessions. The site's routers have what the stack outputs for them, a session with each other, and
 * a floating static route to router 2, which has the tunnel.
 */
export function twoSessions(): Record<string, string> {
  const outputs = routerConfigurations({
    amazonAsn: 64_512,
    ranges: ["192.168.0.0/16"],
    virtualInterfaces: SESSIONS.map(({ name, block, preference }) => ({
      name,
      preference,
      connectionId: `dxcon-${name}`,
      vlan: 101,
      customerAsn: 65_000,
      amazonAddress: `${block}.1/30`,
      customerAddress: `${block}.2/30`,
    })),
  });
  const routers = SESSIONS.map(({ router, name, other }) => [router, `${outputs[name]}${siteRouter(other)}`] as const);
  return { ...Object.fromEntries(routers), vpc: AMAZON };
}

function siteRouter(other: string): string {
  return `ip route 10.20.0.0/16 192.168.1.3 250
router bgp 65000
 neighbor ${other} remote-as 65000
 neighbor ${other} timers connect 1
 address-family ipv4 unicast
  neighbor ${other} next-hop-self
 exit-address-family
`;
}

/** Amazon's side, which prefers routes by their communities. */
const AMAZON = `frr defaults traditional
ip route 10.20.0.0/16 blackhole 250
bgp community-list standard high permit 7224:7300
bgp community-list standard low permit 7224:7100
router bgp 64512
 bgp router-id 169.254.100.1
 no bgp ebgp-requires-policy
${SESSIONS.map(({ block }) => ` neighbor ${block}.2 remote-as 65000\n neighbor ${block}.2 timers 3 9\n neighbor ${block}.2 timers connect 1\n neighbor ${block}.2 bfd`).join("\n")}
 address-family ipv4 unicast
  network 10.20.0.0/16
${SESSIONS.map(({ block }) => `  neighbor ${block}.2 route-map communities in`).join("\n")}
 exit-address-family
route-map communities permit 10
 match community high
 set local-preference 300
route-map communities permit 20
 match community low
 set local-preference 100
bfd
${SESSIONS.map(({ block }) => ` peer ${block}.2\n  receive-interval 300\n  transmit-interval 300\n  detect-multiplier 3`).join("\n")}
`;
