import type { Preference, PrivateVirtualInterface, VirtualInterfaceProps } from "./direct-connect";

export interface RouterConfigurationProps {
  /** Virtual interfaces. A hosted one is left out, because its addresses are unknown. */
  readonly virtualInterfaces: readonly VirtualInterfaceProps[];
  /** ASN of Amazon's side. */
  readonly amazonAsn: number;
  /** CIDR blocks that the site advertises to AWS. */
  readonly ranges: readonly string[];
}

/** BGP community for AWS, and local preference for the site's own choice. The same order on both sides avoids asymmetric paths. */
interface Policy {
  readonly community: string;
  readonly localPreference: number;
}

/** Local-preference communities: https://docs.aws.amazon.com/directconnect/latest/UserGuide/routing-and-bgp.html */
const POLICIES: Readonly<Record<Preference, Policy>> = {
  high: { community: "7224:7300", localPreference: 300 },
  medium: { community: "7224:7200", localPreference: 200 },
  low: { community: "7224:7100", localPreference: 100 },
};

/** Name of the only virtual interface in the result. */
const SINGLE = "direct-connect";

/**
 * The FRR configuration of the BGP sessions on premises, by the virtual interface's name. It has BFD, the community of the
 * preference and the AS path. It has neither the BGP key nor sessions between the site's own routers.
 */
export function routerConfigurations(props: RouterConfigurationProps): Record<string, string> {
  const own = props.virtualInterfaces.flatMap((link) => ("hosted" in link ? [] : [link]));
  return Object.fromEntries(own.map((link) => [link.name ?? SINGLE, frrConfiguration(link, props)]));
}

function frrConfiguration(link: PrivateVirtualInterface, { amazonAsn, ranges }: RouterConfigurationProps): string {
  const { customerAsn, vlan, connectionId, preference } = link;
  const peer = link.amazonAddress.replace(/\/.*/, "");
  const maps = routeMaps(link);
  return [
    "frr defaults traditional",
    `! ${connectionId}, VLAN ${vlan}, preference ${preference ?? "none"}. This router has ${link.customerAddress}.`,
    `router bgp ${customerAsn}`,
    " no bgp ebgp-requires-policy",
    " no bgp network import-check",
    ` neighbor ${peer} remote-as ${amazonAsn}`,
    ` neighbor ${peer} timers 3 9`,
    ` neighbor ${peer} timers connect 1`,
    ` neighbor ${peer} bfd`,
    " address-family ipv4 unicast",
    ...ranges.map((range) => `  network ${range}`),
    ...maps.map(({ name, direction }) => `  neighbor ${peer} route-map ${name} ${direction}`),
    " exit-address-family",
    ...maps.flatMap(({ name, lines }) => ["!", `route-map ${name} permit 10`, ...lines.map((line) => ` ${line}`)]),
    "!",
    "bfd",
    ` peer ${peer}`,
    "  receive-interval 300",
    "  transmit-interval 300",
    "  detect-multiplier 3",
    "",
  ].join("\n");
}

function routeMaps({ preference, asPathPrepend = 0, customerAsn }: PrivateVirtualInterface) {
  const policy = preference && POLICIES[preference];
  const out = [
    ...(policy ? [`set community ${policy.community}`] : []),
    ...(asPathPrepend > 0 ? [`set as-path prepend ${new Array(asPathPrepend).fill(customerAsn).join(" ")}`] : []),
  ];
  const into = policy ? [`set local-preference ${policy.localPreference}`] : [];
  return [
    { name: "to-aws", direction: "out", lines: out },
    { name: "from-aws", direction: "in", lines: into },
  ].filter(({ lines }) => lines.length > 0);
}
